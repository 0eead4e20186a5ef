import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Card } from '../../cards/render.ts'
import { buttonsOf, elementsOf, readText } from '../support/card-parts.ts'
import { query } from '../support/facts.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'

const urlOf = (card: Card): string =>
  `${elementsOf(card).find(({ type }) => type === 'Action.OpenUrl')?.url ?? 'none'}`

/** Asks for an export as this person, and gives the link on the card. */
async function exportAs(app: WholeApp, who: keyof typeof people, text: string): Promise<string> {
  const person = app.teams.as(people[who])
  const made = await person.click(await person.ask(text), 'Get the link')
  return urlOf(made.card as Card)
}

const downloads = (app: WholeApp) =>
  query<{ tenant_id: string | null; actor_json: string }>(
    app,
    "select tenant_id, actor_json from audit where action = 'history.download'",
  )

test('who may export has the button in the history, of the same tenant', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const history = await alice.ask('history Fabrikam')
  const plan = await alice.click(history, 'Export')
  expect(readText(plan.card)).toContain('Fabrikam')
  const seen = await app.teams.as(people.victor).ask('history Fabrikam')
  expect(buttonsOf(seen.card).map(({ title }) => title)).not.toContain('Export')
})

test('asked first, then a link that works for a quarter of an hour, and every download is noted', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const plan = await alice.ask('export csv')
  const [{ n }] = query<{ n: number }>(app, 'select count(*) as n from audit') as [{ n: number }]
  expect(readText(plan.card)).toContain(n.toLocaleString('en-US'))
  expect(query(app, 'select * from history_exports'), 'nothing before the click').toEqual([])
  const url = await exportAs(app, 'alice', 'export csv')
  expect(new URL(url).origin).toBe(app.config.publicUrl)
  const token = url.split('/').at(-1) ?? ''
  expect(Buffer.from(token, 'base64url').length).toBeGreaterThanOrEqual(16)
  expect(JSON.stringify(query(app, 'select * from history_exports'))).not.toContain(token)
  expect(JSON.stringify(app.log.lines)).not.toContain(token)

  const look = await fetch(url, { method: 'HEAD' })
  expect([look.status, await look.text(), downloads(app)]).toEqual([200, '', []])
  const answer = await fetch(url)
  const text = Buffer.from(await answer.arrayBuffer()).toString('utf8')
  expect(answer.status).toBe(200)
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'cache-control': 'no-store',
    'content-disposition': expect.stringMatching(/^attachment; filename="grantkeeper-history-[\d-]+\.csv"$/),
    'content-security-policy': expect.stringContaining("default-src 'none'"),
    'content-type': 'text/csv; charset=utf-8',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  })
  expect(text.startsWith('\ufeff"id","at","by"')).toBe(true)
  expect(text.match(/"[0-9a-f]{64}"\r\n/g), 'one line per entry').toHaveLength(n)
  expect(await (await fetch(url)).text(), 'the same again').toBe(text.slice(1))
  expect(downloads(app).map(({ actor_json }) => JSON.parse(actor_json).objectId)).toEqual([
    people.alice.objectId,
    people.alice.objectId,
  ])

  const wrong = await fetch(url.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')))
  expect([wrong.status, wrong.headers.get('content-disposition')]).toEqual([404, null])
  expect((await fetch(`${app.config.publicUrl}/export/x`)).status).toBe(404)
  expect((await fetch(url, { method: 'POST' })).status).toBe(405)
  await app.pass(15 * 60_000)
  const late = await fetch(url)
  expect([late.status, await late.text()]).toEqual([410, expect.stringContaining('expired')])
  expect((await fetch(url, { method: 'HEAD' })).status).toBe(410)
  expect(downloads(app)).toHaveLength(2)
})

test('whoever gets the JSON lines can verify the chain without us', async () => {
  const app = await startWholeApp()
  const answer = await fetch(await exportAs(app, 'alice', 'export json'))
  const [head, ...lines] = (await answer.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(answer.headers.get('content-type')).toContain('ndjson')
  expect(lines).toHaveLength(head.entries)
  let before = head.after.hash
  for (const { id, action, text, previous, hash } of lines) {
    expect(previous).toBe(before)
    expect(hash).toBe(createHash('sha256').update(`${previous}\n${text}`).digest('hex'))
    expect([JSON.parse(text)[0], JSON.parse(text)[3]]).toEqual([id, action])
    before = hash
  }
  const one = await fetch(await exportAs(app, 'alice', 'export json adatum'))
  const [, ...some] = (await one.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(new Set(some.map(({ tenantId }) => tenantId))).toEqual(new Set([tenantIdOf('Adatum')]))
  for (const { id, previous } of some) expect(lines.find((line) => line.hash === previous).id).toBe(id - 1)
})

test('who may see one tenant takes away one tenant; without the role nobody gets a link', async () => {
  const own = tenantIdOf('Adatum')
  const app = await startWholeApp({}, undefined, {
    ROLE_APPROVERS: people.alice.objectId,
    ROLE_AUDITORS: people.bob.objectId,
    ROLE_SCOPES: `${people.bob.objectId}=${own}`,
  })
  const bob = app.teams.as(people.bob)
  await app.teams.as(people.alice).ask('sync adatum')
  await app.settled()
  const plan = await bob.ask('export csv')
  const made = await bob.click(plan, 'Get the link')
  expect(readText(made.card)).toContain('the tenants you can see')
  const text = await (await fetch(urlOf(made.card as Card))).text()
  expect(text).toContain(own)
  const others = query<{ id: string }>(app, 'select id from tenants').filter(({ id }) => id !== own)
  expect(others.filter(({ id }) => text.includes(id))).toEqual([])
  const asked = await bob.ask('export csv contoso')
  expect(readText(asked.card)).toContain('not "contoso"')
  expect(buttonsOf(asked.card).map(({ title }) => title)).toEqual(['export csv', 'Help'])
  const { tenantId, card } = { tenantId: tenantIdOf('Contoso'), card: plan }
  const forced = await bob.invoke(card, { verb: 'history.export', data: { format: 'csv', tenantId } })
  expect(JSON.stringify(forced.body)).not.toContain('/export/')
  for (const who of ['victor', 'olivia'] as const) {
    const refused = await app.teams
      .as(people[who])
      .invoke(card, { verb: 'history.export', data: { format: 'csv' } })
    expect(JSON.stringify(refused.body)).not.toContain('/export/')
  }
  const tries = query(app, "select result from audit where action = 'history.export' order by result")
  expect(tries).toEqual([
    { result: 'done' },
    { result: 'refused' },
    { result: 'refused' },
    { result: 'refused' },
  ])
})
