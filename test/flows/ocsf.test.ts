import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import type { Card } from '../../cards/render.ts'
import { buttonsOf, elementsOf, readText } from '../support/card-parts.ts'
import { query } from '../support/facts.ts'
import { wrongOcsf } from '../support/ocsf.ts'
import { signToken } from '../support/sign-token.ts'
import { fullNameOf, people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'

type Event = Readonly<Record<string, unknown>> & {
  metadata: { sequence: number; uid: string; event_code: string; tenant_uid?: string }
}

const linkOf = (card: Card): string =>
  `${elementsOf(card).find(({ type }) => type === 'Action.OpenUrl')?.url ?? 'none'}`
const linesOf = (text: string): Event[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Event)

async function tail(app: WholeApp, asked: string, claims: object = {}) {
  const token = await signToken(app, { roles: ['History.Read'], ...claims })
  const headers = { authorization: `Bearer ${token}` }
  const response = await fetch(`${app.botUrl}/api/v1/history/ocsf${asked}`, { headers })
  const text = await response.text()
  return {
    status: response.status,
    body: text === '' ? undefined : JSON.parse(text),
    headers: response.headers,
  }
}

test('what the documentation lets people try in the demo works there', async () => {
  const app = await startWholeApp()
  const page = readFileSync(join(import.meta.dirname, '../../docs/events.md'), 'utf8')
  const [, path] = /:5002(\/\S+)/.exec(page) ?? []
  const fields = new URLSearchParams()
  for (const [, name = '', value = ''] of page.matchAll(/ -d (\w+)=(\S+)/g)) fields.append(name, value)
  const answer = await fetch(`${app.emulator.url}${path}`, {
    method: 'POST',
    body: fields,
  })
  const { access_token: token } = (await answer.json()) as { access_token: string }
  const asked = [...page.matchAll(/:5001(\/api\/\S+)'/g)].map(([, each]) => each)
  expect(asked).toHaveLength(2)
  for (const each of asked) {
    const { status } = await fetch(`${app.botUrl}${each}`, { headers: { authorization: `Bearer ${token}` } })
    expect(status, each).toBe(200)
  }
})

test('a SIEM gets the history as a file and by reading on and on, valid, complete, and in order', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const block = await alice.ask(`block account actions in ${fullNameOf('Adatum')}`)
  await alice.click(block, 'Confirm block')
  await app.teams.as(people.victor).invoke(block, { verb: 'grant.confirmBlock', data: {} })
  await app.settled()

  const plan = await alice.ask('export ocsf')
  expect(readText(plan.card)).toContain('OCSF')
  expect(buttonsOf(plan.card).map(({ title }) => title)).toEqual([
    'Get the link',
    'Use CSV instead',
    'Use JSON instead',
    'Cancel',
  ])
  const made = await alice.click(plan, 'Get the link')
  const file = await fetch(linkOf(made.card as Card))
  expect(file.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8')
  expect(file.headers.get('content-disposition')).toMatch(/"grantkeeper-history-ocsf-[\d-]+\.jsonl"$/)
  const exported = linesOf(await file.text())
  expect(exported.flatMap(wrongOcsf)).toEqual([])

  const read: Event[] = []
  for (let after = 0; ; ) {
    const { status, body, headers } = await tail(app, `?after=${after}&limit=50`)
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store'])
    read.push(...body.events)
    after = body.next
    if (!body.more) break
  }
  expect(read.flatMap(wrongOcsf)).toEqual([])
  const ids = query<{ id: number }>(app, 'select id from audit order by id').map(({ id }) => id)
  expect(read.map(({ metadata }) => metadata.sequence)).toEqual(ids)
  expect(new Set(read.map(({ metadata }) => metadata.uid)).size).toBe(ids.length)
  // The link itself and the download came after what is in the file.
  expect(exported).toEqual(read.slice(0, exported.length))
  expect(read.slice(exported.length).map(({ metadata }) => metadata.event_code)).toEqual([
    'history.export',
    'history.download',
  ])
  const blocked = read.findLast(({ metadata }) => metadata.event_code === 'grant.block')
  expect(blocked).toMatchObject({
    activity_name: 'Disable',
    status: 'Success',
    actor: { user: { uid: people.alice.objectId } },
    metadata: { tenant_uid: tenantIdOf('Adatum') },
  })
  const refused = read.findLast(({ metadata }) => metadata.event_code === 'grant.confirmBlock')
  expect(refused).toMatchObject({ status: 'Failure', actor: { user: { uid: people.victor.objectId } } })

  const one = await alice.click(await alice.ask('export ocsf adatum'), 'Get the link')
  const some = linesOf(await (await fetch(linkOf(one.card as Card))).text())
  expect(new Set(some.map(({ metadata }) => metadata.tenant_uid))).toEqual(new Set([tenantIdOf('Adatum')]))
  const olivia = await app.teams.as(people.olivia).ask('export ocsf')
  expect(readText(olivia.card)).not.toContain('SIEM')
})

test('the tail is for apps with its own role, says what is wrong, and never leaves a gap unsaid', async () => {
  const app = await startWholeApp()
  expect((await fetch(`${app.botUrl}/api/v1/history/ocsf`)).status).toBe(401)
  expect((await tail(app, '', { roles: ['Access.Read'] })).status, 'of the access API only').toBe(403)
  expect((await tail(app, '', { scp: 'History.Read' })).status, 'of a person').toBe(403)
  expect((await tail(app, '', { aud: 'api://other' })).status).toBe(401)
  expect((await tail(app, '', { iss: `https://sts.windows.net/${tenantIdOf('Adatum')}/` })).status).toBe(401)
  expect((await tail(app, '')).body.events).toHaveLength(100)

  for (const [asked, wrong] of [
    ['?after=-1', ['after']],
    ['?after=1.5', ['after']],
    ['?after=1e3', ['after']],
    ['?after=', ['after']],
    ['?after=99999999999999999', ['after']],
    ['?after=1&after=2', ['after']],
    ['?limit=0', ['limit']],
    ['?limit=1001', ['limit']],
    ['?after=x&limit=y', ['after', 'limit']],
    ['?afer=5', ['afer']],
  ] as const) {
    const { status, body } = await tail(app, asked)
    expect([status, body.code, body.parameters], asked).toEqual([400, 'INPUT_INVALID', wrong])
    expect(body.message).toMatch(/whole number from 1 to 1000/)
  }

  const [last] = query<{ id: number }>(app, 'select max(id) as id from audit') as [{ id: number }]
  expect((await tail(app, `?after=${last.id}`)).body).toEqual({ events: [], next: last.id, more: false })
  const ahead = await tail(app, `?after=${last.id + 1}`)
  expect([ahead.status, ahead.body.code]).toEqual([409, 'TAIL_AHEAD'])
  expect(ahead.body.message).toContain(`after=${last.id}`)
  const raw = new DatabaseSync(app.config.database)
  raw.exec('delete from audit where id <= 5; update audit_head set anchor_id = 5')
  raw.close()
  const removed = await tail(app, '?after=3')
  expect([removed.status, removed.body.code]).toEqual([410, 'TAIL_REMOVED'])
  expect(removed.body.message).toContain('after=5')
  expect((await tail(app, '?after=5&limit=1')).body.events[0].metadata.sequence).toBe(6)
  expect((await tail(app, '?limit=1')).body.events[0].metadata.sequence, 'from the beginning').toBe(6)
})
