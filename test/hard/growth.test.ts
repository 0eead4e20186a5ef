import { expect, test } from 'vitest'
import { z } from 'zod'
import { commands } from '#edge/handlers/commands.ts'
import { actions } from '#edge/handlers/index.ts'
import { demo } from '../../emulator/demo-world.ts'
import { startThreadCpu } from '../support/thread-cpu.ts'
import { people } from '../support/whole-app.ts'
import { isFull } from './attack.ts'
import { type Door, openDoor } from './door.ts'

const minutes = 60_000

/** What is repeated: the start of everything that some pattern looks for, so that it can be tried at each place. */
const pumps = [
  ...[
    ' ',
    '\n',
    '\t',
    '\u00a0',
    '\u200b',
    '\u202e',
    'a',
    'é',
    'e\u0301',
    '1',
    '🧭',
    '\ud800',
    '日',
    '.',
    ',',
    ';',
    ':',
  ],
  ...[
    '!',
    '?',
    '/',
    '\\',
    '-',
    '–',
    '_',
    '=',
    '+',
    '&',
    '%',
    '%25',
    '%c0',
    '#',
    '@',
    '|',
    '*',
    '`',
    '~',
    '^',
    '$',
    '${',
  ],
  ...[
    '"',
    "'",
    '“',
    '”',
    '‘',
    '«',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '{{',
    '<',
    '>',
    '</',
    '<!--',
    '<a href="',
    '<p>',
  ],
  ...[
    '<at',
    '<at>',
    '<at></at',
    '<quoted ',
    '<quoted messageId="',
    '&lt;',
    '&#39;',
    '&#',
    '&amp;',
    'a.',
    'a-',
    'a,"',
  ],
  ...[
    '"a",',
    '“a,',
    'a b ',
    ' in ',
    ' for ',
    ' from ',
    ' in a',
    ' to ',
    ' and ',
    'x in y for z ',
    'not ',
    'www.',
    '1.',
  ],
  ...[
    'http://',
    'https://a/',
    'mailto:',
    'AADSTS',
    'AADSTS50001 ',
    'code=',
    'error=',
    '?error=a&',
    'Trace ID: ',
    'trace id',
  ],
  ...[
    'Correlation ID:',
    'request-id="',
    'a@',
    'a@b.c,',
    '0',
    '00:00-',
    '12345678-1234-1234-1234-',
    'xn--',
    'Contoso ',
  ],
]

/** One of these and then a long row of blanks or letters. */
const openings = ['<', '<at', '"', '“', '(', '[', '{', '&', '/', 'in', 'Trace ID:', 'AADSTS', 'code']

const wordsAndQuotes = pumps.filter((pump) => /["“‘',]| (in|for|from|to|and) /.test(pump))

interface Case {
  name: string
  /** Sends a text of about this many characters. */
  send(door: Door, length: number): Promise<unknown>
}

const fill = (before: string, pump: string, after: string, length: number): string =>
  before + pump.repeat(Math.ceil(Math.max(0, length - before.length - after.length) / pump.length)) + after

/** Every pump, closed by nothing and by what makes a pattern fail late. */
function pumped(
  name: string,
  before: string,
  send: (door: Door, text: string) => Promise<unknown>,
  repeated: readonly string[] = pumps,
): Case[] {
  return repeated.flatMap((pump) =>
    ['', 'x\ny'].map((after) => ({
      name: `${name} ${JSON.stringify(before)} + ${JSON.stringify(pump)} … + ${JSON.stringify(after)}`,
      send: (door: Door, length: number) => send(door, fill(before, pump, after, length)),
    })),
  )
}

const type = (door: Door, text: string) =>
  door.post(door.frame(people.alice.objectId, { type: 'message', text, textFormat: 'plain' }))

const click = (door: Door, verb: string, data: object) =>
  door.post(
    door.frame(people.alice.objectId, {
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: '1',
      value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
    }),
  )

/** Each command with the long part alone, and with a set and a tenant before it. */
const typed = commands.flatMap(({ word }) => [
  ...openings.flatMap((opening) => pumped('line', `${word} ${opening}`, type, [' ', 'a'])),
  ...pumped('line', `${word} `, type),
  ...pumped('line', `${word} "Account actions" in `, type, wordsAndQuotes),
])

const tenantId = demo.tenants[0]?.id ?? ''
const setId = Object.keys(demo.sets)[0] ?? ''
const fitting = { tenantId, setId, v: 1, kind: 'grant', reason: 'Needed for the audit', page: 1 }

/** Every field of every button, the other fields as they should be. What takes no long text is tried with less. */
const clicked = [
  ...actions.map(({ verb, input }) => ({ verb, shape: shapeOf(input) })),
  { verb: 'command.run', shape: { text: z.string() } },
].flatMap(({ verb, shape }) =>
  Object.entries(shape).flatMap(([field, schema]) => {
    const isFree = schema.safeParse('x'.repeat(1_000)).success
    const send = (door: Door, text: string) => click(door, verb, { ...fitting, [field]: text })
    return pumped(`${verb} ${field}`, '', send, isFree ? pumps : [' ', '"', 'a'])
  }),
)

function shapeOf(input: unknown): Record<string, z.ZodType> {
  const { shape } = input as { shape?: Record<string, z.ZodType> }
  if (!shape) throw new Error('Expected an object as the input of a button')
  return shape
}

/** Every text of an activity. */
const activity = [
  (text: string) => ({ id: text }),
  (text: string) => ({ text, textFormat: 'xml', locale: text }),
  (text: string) => ({ from: { id: text, name: text, aadObjectId: people.victor.objectId } }),
  (text: string) => ({
    conversation: { id: text, conversationType: 'channel', tenantId: demo.homeTenantId },
  }),
  (text: string) => ({ entities: [{ type: 'mention', text, mentioned: { id: text, name: text } }] }),
  (text: string) => ({ attachments: [{ contentType: 'text/html', content: text }] }),
  (text: string) => ({
    channelData: { tenant: { id: demo.homeTenantId }, team: { id: text }, channel: { id: text } },
  }),
].flatMap((field, at) =>
  pumped(`activity ${at}`, '', (door, text) =>
    door.post(door.frame(people.alice.objectId, { type: 'message', text: 'help', ...field(text) })),
  ),
)

const get =
  (path: string, headers: Record<string, string> = {}) =>
  (door: Door) =>
    door.ask({ method: 'GET', path, headers })

/** Node refuses other characters in a header. */
const forHeader = (text: string) => text.replace(/[^\x20-\x7e]/g, '~')

const state = 'A'.repeat(43)
const headers = [
  (text: string) => get(`/consent/callback?state=${state}`, { cookie: text }),
  (text: string) => get('/api/v1/access', { authorization: `Bearer ${text}`, 'if-none-match': text }),
  (text: string) => get('/api/v1/access', { authorization: text, traceparent: text, accept: text }),
  (text: string) => get(`/consent/${state}`, { 'accept-language': text, origin: text, 'user-agent': text }),
  (text: string) => (door: Door) =>
    door.ask({ method: 'POST', path: '/api/messages', headers: { 'content-type': text }, body: '{}' }),
].flatMap((ask, at) => pumped(`header ${at}`, '', (door, text) => ask(forHeader(text))(door)))

const urls = [
  ...['tenant', 'error', 'error_description', 'error_subcode', 'admin_consent', 'scope'].map(
    (name) => (text: string) =>
      `/consent/callback?state=${state}&${name}=${encodeURIComponent(text.toWellFormed())}`,
  ),
  ...['a&', 'a=1&', '&', '=&', '%26&', ';'].map(
    (part) => (text: string) => `/consent/callback?state=${state}&${fill('', part, '', text.length)}`,
  ),
  (text: string) => `/consent/${encodeURIComponent(text.toWellFormed())}`,
  (text: string) => `/api/v1/access?tenant=${encodeURIComponent(text.toWellFormed())}&set=a`,
  (text: string) => `/${encodeURIComponent(text.toWellFormed())}`,
  (text: string) => fill('', '/', '', text.length),
].flatMap((path, at) => pumped(`url ${at}`, '', (door, text) => get(path(text).slice(0, 8_100))(door)))

/** A callback whose parameters are all different. */
const manyParameters: Case = {
  name: 'url with many parameters',
  send: (door, length) =>
    get(
      `/consent/callback?state=${state}&${Array.from({ length: length / 4 }, (_, at) => at.toString(36)).join('&')}`,
    )(door),
}

const bodies: Case[] = ['[', '{"a":', '[[],', '"\\u0041', '1,', '{"a":1,'].map((pump) => ({
  name: `body ${pump}`,
  send: (door, length) =>
    door.ask({
      method: 'POST',
      path: '/api/messages',
      headers: { 'content-type': 'application/json' },
      body: fill('', pump, '', length),
    }),
}))

/** Milliseconds of this thread's processor: the bot's, the emulator's, and those of the fake Teams. */
async function costOf(door: Door, send: Case['send'], length: number): Promise<number> {
  await door.app.settled()
  const cpuMs = startThreadCpu()
  await send(door, length)
  await door.app.settled()
  return cpuMs()
}

const most = 50
/** Below it, noise decides what the growth is. */
const worthALook = 10

/** The least of some runs: garbage is collected in some of them, and other programs take caches away. */
async function leastCost(door: Door, { send }: Case, length: number): Promise<number> {
  const costs = []
  for (let run = 0; run < 4; run += 1) costs.push(await costOf(door, send, length))
  return Math.min(...costs)
}

async function complaintAbout(door: Door, each: Case, length: number): Promise<string | undefined> {
  if ((await costOf(door, each.send, length)) < worthALook) return undefined
  const long = await leastCost(door, each, length)
  if (long < worthALook) return undefined
  const short = await leastCost(door, each, length / 4)
  const growth = long / short
  // What costs the same for a short line is work that was ordered: `sync all` reads every tenant.
  const isFine = growth < 8 && (long < most || growth < 2)
  return isFine ? undefined : `${each.name}: ${short.toFixed(1)} → ${long.toFixed(1)} ms`
}

/** Stood still for 8 s; took the square of their length. */
const known = [
  ...['in', 'for', 'from critical in'].flatMap((filter) =>
    pumped('line', `alerts on ${filter}`, type, [' ']),
  ),
  ...pumped('line', 'status ', type, ['1.', '.']),
]

const groups: readonly (readonly [string, readonly Case[], number])[] = [
  ['line that once cost seconds', known, 4_000],
  ['typed line', typed, 4_000],
  ['field of a button', clicked, 4_000],
  ['text of an activity', activity, 16_000],
  ['header', headers, 8_000],
  ['URL', [...urls, manyParameters], 8_000],
  ['body', bodies, 64_000],
]

/** `npm run test:full` tries every 23rd of them, always the same. */
const tried = (cases: readonly Case[]): readonly Case[] =>
  isFull || cases.length < 100 ? cases : cases.filter((_each, at) => at % 23 === 3)

test.each(groups)(
  'no %s costs more than 50 ms, or the square of its length',
  { timeout: 20 * minutes },
  async (_name, cases, length) => {
    const door = await openDoor()
    const complaints: string[] = []
    for (const each of tried(cases)) {
      const complaint = await complaintAbout(door, each, length)
      if (complaint !== undefined) complaints.push(complaint)
      door.app.teams.forget()
    }
    expect(complaints).toEqual([])
  },
)
