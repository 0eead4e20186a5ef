import { expect, test } from 'vitest'
import { z } from 'zod'
import { commands } from '#edge/handlers/commands.ts'
import { actions } from '#edge/handlers/index.ts'
import { minutes, seconds } from '#platform/base/time.ts'
import { packIds } from '../../cards/pack-ids.ts'
import { demo } from '../../emulator/demo-world.ts'
import { type Chance, makeChance } from '../model/chance.ts'
import { buttonsOf, elementsOf } from '../support/card-parts.ts'
import { query } from '../support/facts.ts'
import type { BotMessage } from '../support/fake-connector.ts'
import {
  chatOf,
  differenceOf,
  idsOf,
  type LimitedRole,
  leaksOf,
  plainAnswer,
  startTwins,
  type Twins,
  type TwinWorld,
} from '../support/twin-worlds.ts'
import { people, tenantIdOf } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'

const isFull = process.env.PROPERTY_RUNS === 'all'
/** `REACH_SEEDS`: numbers, separated by commas; the remainder by four chooses the role. `REACH_STEPS`: steps of each. */
const seeds = (process.env.REACH_SEEDS ?? (isFull ? '1,2,3,4,5,6,7,8' : '2')).split(',').map(Number)
/** Every button and every command at least once. */
const steps = Number(process.env.REACH_STEPS ?? actions.length * (isFull ? 4 : 1))

const roles: readonly LimitedRole[] = ['viewer', 'operator', 'approver', 'auditor']

/** Something for an input field, in the words of each world: what isn't there in one of them must get the same answer. */
type Value = (world: TwinWorld) => unknown

const same =
  (value: unknown): Value =>
  () =>
    value

/** A value of each kind for every field that an input can have. A new field is taught here. */
function valuesOf({ own, canaries, whole }: Twins): Readonly<Record<string, readonly Value[]>> {
  const [first, second] = canaries
  const [mine = ''] = own
  const theirs = `('${own.join("','")}')`
  const ofOwn = (sql: string): Value[] => [0, 1].map((at) => (world) => idsOf(world, sql)[at])
  const ofOthers = (sql: string): Value[] => idsOf(whole, sql).slice(0, 3).map(same)
  const alerts = 'select id from alerts where tenant_id'
  const tenants = [...own, first?.id, second?.id, demo.otherTenants[0]?.id].map(same)
  const words = [
    'Kanarien',
    'kanarienvogle',
    first?.name,
    first?.domain,
    second?.id,
    'Adatum',
    'adatun',
    'AADSTS700016',
  ]
  return {
    tenantId: tenants,
    from: [same(mine), same([mine]), same(first?.id), same([first?.id]), same([second?.id])],
    tenantIds: [same([mine]), same([first?.id]), same([mine, second?.id]), same(own)],
    more: [same([]), same([first?.id, second?.id]), same(own.slice(1))],
    tenants: [
      packIds([first?.id ?? '']),
      packIds([mine, second?.id ?? '']),
      packIds([mine]),
      packIds([...own]),
      '',
    ].map(same),
    kind: ['block', 'unblock', 'grant', 'reset', 'remove', 'sync', 'accept', 'baseline'].map(same),
    reason: [same('because it must be')],
    // What is granted beyond a set: nothing, and what the confirm card doesn't name.
    beyond: [same('e3b0c44298fc1c14'), same('')],
    setting: [same('ews-allowed'), same('global-reader'), same('none')],
    holds: [same(true), same(false)],
    signer: ['self', people.alice.objectId].map(same),
    to: [same(people.alice.objectId)],
    part: ['owner', 'deputy'].map(same),
    holder: ['me', 'nobody', `person:${people.victor.objectId}`].map(same),
    setId: ['account-actions', 'directory-data', 'user-device-activity'].map(same),
    letterId: [same(1)],
    who: ['anybody', 'mine', 'system', 'privilegedRoleAdministrator'].map(same),
    asked: ['announce', 'block'].map(same),
    area: ['all', 'tenants', 'alerts', 'requests'].map(same),
    consentId: [
      ...ofOthers(`select consent_id as id from consent_links where tenant_id not in ${theirs}`),
      ...ofOwn(
        `select consent_id as id from consent_links where tenant_id in ${theirs} order by tenant_id, kind, open_until`,
      ),
    ],
    runId: [
      ...ofOthers('select id from sync_runs where tenant_id is null and scope_json is null'),
      ...ofOwn(`select id from sync_runs where tenant_id in ${theirs} order by started_at`),
    ],
    requestId: [same('x'.repeat(43)), ...ofOwn('select id from requests order by created_at, kind')],
    leavingId: [same(4_711), (world) => idsOf(world, 'select id from leavings')[0] ?? 4_711],
    noticeId: [same(4_711)],
    day: [same('2027-01-31')],
    list: [same('[]')],
    campaignId: [same(4_711), (world) => idsOf(world, 'select id from campaigns')[0] ?? 4_711],
    alertId: [
      ...ofOthers(`${alerts} not in ${theirs}`).map(
        (value, at) => (world: TwinWorld) => (world === whole ? value(world) : 90_000 + at),
      ),
      ...ofOwn(`${alerts} in ${theirs} order by tenant_id, set_id, condition`),
    ],
    digestId: ['like', 'not like'].map(
      (is) => (world) =>
        idsOf(world, `select id from alert_digests where address ${is} '%${people.victor.objectId}'`)[0] ??
        4_711,
    ),
    exceptionId: [
      same('x'.repeat(43)),
      ...ofOwn(`select id from exceptions where tenant_id in ${theirs} order by id`),
    ],
    hashes: [same(['0'.repeat(32)])],
    picked: [same('0'.repeat(32)), same(undefined)],
    owner: ['self', 'nobody'].map(same),
    reference: [same('INC0012345'), same('')],
    until: [same('2099-01-31T12:00:00.000Z'), same(undefined)],
    endDay: ['2099-01-31', ''].map(same),
    endTime: [same('')],
    endZone: [same('UTC')],
    severity: ['info', 'warning'].map(same),
    snooze: ['fourHours', 'week'].map(same),
    quiet: [same({ from: 0, to: 60 }), same(undefined)],
    all: [true, false].map(same),
    mine: [true, false].map(same),
    v: [
      same(0),
      same(1),
      same('0'),
      (world) =>
        query<{ version: number }>(
          world.app,
          `select version from grants where tenant_id = ? and set_id = 'account-actions'`,
          mine,
        )[0]?.version,
    ],
    page: [1, 2].map(same),
    firstSet: [1, 3].map(same),
    task: ['see', 'grant', undefined].map(same),
    code: ['PERMISSIONS_NEW', 'APP_DISABLED_BY_ADMIN', undefined].map(same),
    waiting: [
      undefined,
      { who: 'privilegedRoleAdministrator', code: 'PERMISSIONS_NEW', setId: 'account-actions' },
    ].map(same),
    filter: ['all', 'error', 'open', 'ended'].map(same),
    search: words.map(same),
    text: words.map(same),
    beside: [same('')],
    read: [same(undefined), same({ seen: 1, proof: 'x' })],
    domain: [first?.domain, second?.id, 'tailwind-toys.com', mine].map(same),
    before: [same(100_000)],
    of: [
      'grant.block',
      'grant.unblock',
      'grant.plan',
      'grant.reset',
      'move.plan',
      'tenant.remove',
      'sync.tenant',
    ].map(same),
    with: [mine, first?.id, second?.id].flatMap((id) =>
      ['account-actions', 'directory-data'].map((setId) =>
        same({ tenantId: id, tenantIds: [id], setId, more: [], v: 0 }),
      ),
    ),
    plan: [same('x'.repeat(43)), ...ofOwn('select id from what_if_plans order by made_at')],
    format: ['csv', 'json', 'ocsf'].map(same),
    // Of webhooks, which are everybody's: a limited person is refused.
    target: ['ticket-system', 'x'].map(same),
    count: [1, 2].map(same),
    upTo: [1, 1_000].map(same),
  }
}

/** What can follow a command. */
function argumentsOf({ canaries }: Twins): string[] {
  const [first, second] = canaries
  const set = '"Account actions"'
  return [
    '',
    'kanarien',
    'Geheimnis1 Kanarienvogle',
    `${first?.name}`,
    `${second?.domain}`,
    `${second?.id}`,
    'adatum',
    'adatun',
    `${set} in Adatum`,
    `${set} in ${first?.name}`,
    `${set} in Adatum, ${second?.domain}`,
    `"User, device and activity" in Adatum`,
    'csv',
    `json ${first?.domain}`,
    'all',
    'mine',
    `block ${set} in Adatum`,
    `move Mobile Security to Adatum`,
    `remove tenant ${first?.name}`,
  ]
}

interface Told {
  said: unknown
  whole: unknown
  bare: unknown
}

/** The same click of the limited person in both worlds, by verb. */
async function invoke(
  { whole, bare }: Twins,
  verb: string,
  input: Readonly<Record<string, Value>>,
): Promise<Told> {
  const dataIn = (world: TwinWorld) =>
    Object.fromEntries(Object.entries(input).map(([field, value]) => [field, value(world)]))
  const [a, b] = [dataIn(whole), dataIn(bare)]
  return {
    said: [verb, a],
    whole: (await whole.victor.invoke('x', { verb, data: a })).body,
    bare: (await bare.victor.invoke('x', { verb, data: b })).body,
  }
}

/** The same button of the same card, with every input filled. */
async function click({ whole, bare }: Twins, chance: Chance): Promise<Told | undefined> {
  const cards = chatOf(whole)
  const withButtons = cards.flatMap((message, at) => (buttonsOf(message.card).length > 0 ? [at] : []))
  if (withButtons.length === 0) return undefined
  const at = chance.pick(withButtons.slice(-6))
  const which = chance.number(buttonsOf(cards[at]?.card ?? { type: 'AdaptiveCard' }).length)
  const press = async (world: TwinWorld): Promise<[unknown, unknown]> => {
    const message = chatOf(world)[at] as BotMessage
    const { verb, data } = buttonsOf(message.card)[which] ?? {}
    const inputs = elementsOf(message.card).filter(({ type, id }) => type?.startsWith('Input.') && id)
    const filled = inputs.map(({ id, value }) => [id, value || 'because it must be'])
    const sent = { ...Object.fromEntries(filled), ...(data as object) }
    return [[verb, sent], (await world.victor.press(message, { verb: String(verb), data: sent })).body]
  }
  const [said, told] = await press(whole)
  return { said, whole: told, bare: (await press(bare))[1] }
}

/** What others do: to foreign tenants in the whole world only, and to the own ones in both. */
async function others({ own, canaries, whole, bare }: Twins, chance: Chance): Promise<void> {
  const [{ id, domain } = { id: '', domain: '' }, mine] = [chance.pick(canaries), chance.pick(own)]
  const clientId = chance.pick(['account-actions', 'user-device-activity'])
  const alice = (world: TwinWorld) => world.app.teams.as(people.alice)
  const inBoth = async (work: (world: TwinWorld) => Promise<unknown>) => {
    for (const world of [whole, bare]) await work(world)
  }
  await chance.pick<() => Promise<unknown>>([
    async () => {
      await changeWorld(whole.app, chance.pick(['disable', 'enable']), { tenantId: id, clientId }).catch(
        () => {},
      )
      await alice(whole).say(`sync ${id}`)
    },
    () => alice(whole).say(`grant "User, device and activity" in ${domain}`),
    async () => {
      const confirm = await alice(whole).ask(`block "Account actions" in ${domain}`)
      const isAsked = buttonsOf(confirm.card).some(({ title }) => title === 'Confirm block')
      if (isAsked) await alice(whole).click(confirm, 'Confirm block')
    },
    () => alice(whole).say(`alerts on in ${domain}`),
    async () => {
      const action = chance.pick(['disable', 'enable'])
      await inBoth(async (world) => {
        await changeWorld(world.app, action, { tenantId: mine, clientId }).catch(() => {})
        await alice(world).say(`sync ${mine}`)
      })
    },
    () => inBoth((world) => alice(world).say('sync all')),
    () =>
      inBoth((world) =>
        changeWorld(world.app, 'require', {
          clientId: 'account-actions',
          permission: 'Place.Read.All',
        }).catch(() => {}),
      ),
    async () => {
      const ms = chance.pick([seconds(20), minutes(2), minutes(16)])
      await inBoth((world) => world.app.pass(ms))
    },
  ])()
}

/** What the limited person takes away, without the numbers and hashes of the chain; empty if they may not export. */
async function exportsOf({ victor }: TwinWorld): Promise<string[]> {
  const files: string[] = []
  for (const format of ['csv', 'json', 'ocsf']) {
    const { body } = await victor.invoke('x', { verb: 'history.export', data: { format } })
    const url = /https?:[^"]+\/export\/[\w-]+/.exec(JSON.stringify(body))?.[0]
    if (!url) continue
    const text = await (await fetch(url)).text()
    files.push(
      text
        .replaceAll(/"text":"(?:[^"\\]|\\.)*"/g, '"text":""')
        .replaceAll(/"(id|until|alert|entries|sequence)":\d+/g, '"$1":0')
        .replaceAll(/"uid":"(alert-)?\d+"/g, '"uid":"0"')
        .replaceAll(/^\d+,/gm, '0,')
        .replaceAll(/""(alert|until|entries)"":\d+/g, '""$1"":0')
        .replaceAll(/[0-9a-f]{64}/g, 'HASH')
        // Tenants that are read at the same time are written in any order.
        .split('\n')
        .toSorted()
        .map(plainAnswer)
        .join('\n'),
    )
  }
  return files
}

const plainTenants = demo.tenants.filter(({ faults, connected }) => !faults && connected !== false)

for (const seed of seeds)
  test(`a limited person reads the same with and without the tenants of others, seed ${seed}`, {
    timeout: 900_000,
  }, async () => {
    const chance = makeChance(seed)
    const role = roles[seed % roles.length] ?? 'viewer'
    const adatum = tenantIdOf('Adatum')
    const more = plainTenants.filter(({ id }) => id !== adatum && chance.oneIn(4)).map(({ id }) => id)
    const own = [adatum, ...more.slice(0, 3)].toSorted()
    const twins = await startTwins(own, role, chance)
    const { whole, bare, canaries } = twins
    const settle = async () => {
      for (const { app } of [whole, bare]) await app.settled()
    }
    await settle()
    for (const world of [whole, bare]) {
      await world.victor.say('alerts on from info')
      await world.app.teams.as(people.alice).say('alerts on')
      // One more permission for all: a campaign, whose card follows from here on.
      await changeWorld(world.app, 'require', { clientId: 'account-actions', permission: 'Place.Read.All' })
      for (const ms of [minutes(16), minutes(2)]) await world.app.pass(ms)
    }
    await settle()
    expect(JSON.stringify(chatOf(whole)), 'a campaign').toContain('campaign.show')
    const words = argumentsOf(twins)
    const verbs = Array.from({ length: steps }, (_, at) => actions[at % actions.length])
    for (const [at, action] of verbs.entries()) {
      const told: Told[] = []
      if (action) {
        const values = valuesOf(twins)
        const fields = action.input instanceof z.ZodObject ? Object.keys(action.input.shape) : ['unknown']
        expect(
          fields.filter((field) => !values[field]),
          `fields of ${action.verb} that this test does not know`,
        ).toEqual([])
        for (let round = 0; round < 2; round++) {
          const input = Object.fromEntries(fields.map((field) => [field, chance.pick(values[field] ?? [])]))
          told.push(await invoke(twins, action.verb, input))
          // Two answers that are posted later can come in any order.
          await settle()
        }
      }
      const command = commands[at % commands.length]
      const line = `${command?.word} ${chance.pick(words)}`.trim()
      for (const world of [whole, bare]) await world.victor.say(line)
      await settle()
      const clicked = await click(twins, chance)
      if (clicked) told.push(clicked)
      await settle()
      const context = `${role}, step ${at}, “${line}”`
      for (const { said, whole: a, bare: b } of told) {
        expect(leaksOf(canaries, a, said), `${context}: ${JSON.stringify(said)}`).toEqual([])
        expect(differenceOf(a, b), `${context}: ${JSON.stringify(said)}`).toBeUndefined()
      }
      // Cards that change often are drawn again after a pause, which the last change of all tenants cuts short.
      for (const { app } of [whole, bare]) await app.pass(seconds(10))
      const [seen, expected] = [chatOf(whole), chatOf(bare)].map((cards) => cards.map(({ card }) => card))
      expect(
        leaksOf(canaries, seen?.slice(-8), [line, ...words, ...told.map(({ said }) => said)]),
        context,
      ).toEqual([])
      expect(differenceOf(seen?.slice(-8), expected?.slice(-8)), context).toBeUndefined()
      await others(twins, chance)
      await settle()
    }
    const [files, expected] = [await exportsOf(whole), await exportsOf(bare)]
    expect(leaksOf(canaries, files, '')).toEqual([])
    expect(differenceOf(files, expected)).toBeUndefined()
    expect(files).toHaveLength(role === 'auditor' || role === 'approver' ? 3 : 0)
    const acts = `select count(*) as n from audit where actor_json like '%${people.victor.objectId}%'`
    expect(
      query<{ n: number }>(whole.app, acts)[0]?.n,
      'a run in which nobody did anything proves nothing',
    ).toBeGreaterThan(0)
    expect(
      [whole, bare].flatMap(({ app }) => app.log.lines.filter(({ level }) => level === 'error')),
    ).toEqual([])
  })
