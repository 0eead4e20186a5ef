import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { insertGrant } from '#domain/grants/grants-store.ts'
import type { Status } from '#domain/status/status.ts'
import { insertTenant } from '#domain/tenants/tenants-store.ts'
import { openDatabase } from '#platform/storage/open-database.ts'
import { packIds } from '../../cards/pack-ids.ts'
import { guid, makeGrant, makeTenant } from '../stores/samples.ts'
import { findButton, readText } from '../support/card-parts.ts'
import { complaintsAbout } from '../support/check-card.ts'
import { auditOf, query } from '../support/facts.ts'
import type { BotMessage } from '../support/fake-connector.ts'
import { channel, type Driver } from '../support/fake-teams.ts'
import { people, startWholeApp, type WholeApp } from '../support/whole-app.ts'

const reason = 'The new sensors need it from Monday on'
const activity = 'user-device-activity'
const many = 190
const statuses: readonly Status[] = ['granted', 'notGranted', 'blocked', 'error', 'updateRequired']
const nameOf = (n: number) => `Subsidiary ${String(n).padStart(3, '0')}`

/** The demo with many more tenants, in an order that is not the worst first. */
async function open() {
  const app = await startWholeApp()
  await app.restart({
    between: async () => {
      const database = await openDatabase(app.config.database)
      for (let n = 1; n <= many; n += 1) {
        const tenant = makeTenant(1_000 + n, { displayName: nameOf(n), state: 'connected' })
        await insertTenant(database.db, tenant, new Date('2100-01-01'))
        await insertGrant(database.db, makeGrant(tenant.id, activity))
      }
      await database.close()
    },
  })
  const file = new DatabaseSync(app.config.database)
  for (let n = 1; n <= many; n += 1) {
    const status = statuses[n % statuses.length] ?? 'granted'
    file
      .prepare('update grants set status = ? where tenant_id = ? and set_id = ?')
      .run(status, guid(1_000 + n), activity)
  }
  file.close()
  const [alice, bob, olivia, victor] = (['alice', 'bob', 'olivia', 'victor'] as const).map((name) =>
    app.teams.as(people[name]),
  )
  if (!alice || !bob || !olivia || !victor) throw new Error('Expected four people')
  for (const driver of [alice, bob, olivia, victor]) await driver.ask('whoami')
  return { ...app, alice, bob, olivia, victor }
}

const ids = Array.from({ length: many }, (_, n) => guid(1_001 + n))
const textOf = ({ card }: BotMessage) => readText(card)
const approvalOf = (app: WholeApp, { conversationId }: Driver): BotMessage => {
  const found = app.teams.cards(conversationId).findLast((each) => /requests: /.test(textOf(each)))
  if (!found) throw new Error('Expected a request')
  return found
}
const has = ({ card }: BotMessage, title: string): boolean => {
  try {
    return findButton(card, title) !== undefined
  } catch {
    return false
  }
}
const stateOf = (app: WholeApp) =>
  query<{ state: string }>(app, 'select state from requests').map(({ state }) => state)

/** The request of the form for all subsidiaries, in the order of their numbers. */
async function request(app: WholeApp, by: Driver): Promise<BotMessage> {
  const start = await by.ask('tenants')
  const order = { kind: 'block', setId: activity, tenants: packIds(ids) }
  await by.press(start, { verb: 'request.form', data: order })
  let form = by.see(start)
  const pages = [form]
  for (; has(form, 'Next'); pages.push(form)) form = await by.click(form, 'Next')
  const shown = pages.map(textOf).join('\n')
  for (let n = 1; n <= many; n += 1) expect(shown).toContain(nameOf(n))
  expect(shown).not.toMatch(/and \d+ more/)
  for (const page of pages) expect(complaintsAbout(page.card)).toEqual([])
  const asked = await by.click(form, 'request.make', { reason })
  await app.settled()
  return asked
}

/** Pages on to the end; every page that was shown. */
async function readOn(by: Driver, from: BotMessage): Promise<BotMessage[]> {
  const pages = [by.see(from)]
  for (let page = by.see(from); has(page, 'Next'); pages.push(page)) page = await by.click(page, 'Next')
  return pages
}

test('the second person reads all 190 tenants, worst first, and Approve is on the card that has shown the last', async () => {
  const app = await open()
  const { bob, olivia } = app
  await request(app, olivia)
  const first = approvalOf(app, bob)
  const pages = await readOn(bob, first)
  expect(pages.length).toBeGreaterThan(3)
  expect(pages.map((page) => has(page, 'Approve'))).toEqual(pages.map((_, n) => n === pages.length - 1))
  for (const page of pages) {
    expect(complaintsAbout(page.card)).toEqual([])
    expect(textOf(page)).not.toMatch(/and \d+ more/)
    expect(textOf(page)).toContain('catalog version')
  }
  const bound = query<{ basis_json: string }>(app, 'select basis_json from requests')[0]?.basis_json ?? '{}'
  const { permissions } = JSON.parse(bound) as { permissions: { value: string; tier: number }[] }
  expect(permissions.length).toBeGreaterThan(10)
  for (const { value } of permissions) expect(pages.map(textOf).join()).toContain(`**${value}**`)
  const names = pages.flatMap((page) => textOf(page).match(/Subsidiary \d{3}/g) ?? [])
  expect(new Set(names).size).toBe(many)
  expect(names).toHaveLength(many)
  const ranks = names.map((name) => statuses[Number(name.slice(-3)) % statuses.length])
  expect([...new Set(ranks)]).toEqual(['error', 'updateRequired', 'notGranted', 'blocked', 'granted'])
  expect(ranks.indexOf('granted')).toBe(ranks.lastIndexOf('blocked') + 1)
  const back = await bob.click(pages.at(-1) ?? first, 'Previous')
  expect(textOf(back)).toBe(textOf(pages.at(-2) ?? first))
  await bob.click(await bob.click(back, 'Next'), 'Approve')
  await app.settled()
  expect(stateOf(app)).toEqual(['approved'])
})

test('no forged click approves what its person was not shown to the end', async () => {
  const app = await open()
  const { alice, bob, olivia } = app
  await request(app, olivia)
  const [forAlice, forBob] = [approvalOf(app, alice), approvalOf(app, bob)]
  const { id: requestId, version: v } =
    query<{ id: string; version: number }>(app, 'select * from requests')[0] ?? {}
  const approve = async (by: Driver, message: BotMessage, data: object) => {
    await by.press(message, { verb: 'request.approve', data: { requestId, v, ...data } })
    await app.settled()
    return textOf(by.see(message))
  }
  const readOf = ({ card }: BotMessage, title: string) =>
    (findButton(card, title).data as { read: { seen: number; proof: string } }).read
  const start = readOf(forBob, 'Next')
  expect(await approve(bob, forBob, {})).toMatch(/Read the whole list first/)
  expect(await approve(bob, forBob, { read: start })).toMatch(/Read the whole list first/)
  for (const seen of [2, 7, 1_000]) await approve(bob, forBob, { read: { ...start, seen } })
  await approve(bob, forBob, { read: { seen: 7, proof: '' } })
  // A page that is not the next one.
  await bob.press(forBob, { verb: 'request.show', data: { requestId, page: 6, read: start } })
  expect(textOf(bob.see(forBob))).toMatch(/Page 1 of/)
  await bob.press(forBob, { verb: 'request.show', data: { requestId, page: 6 } })
  expect(textOf(bob.see(forBob))).toMatch(/Page 1 of/)
  // What another person has read.
  const read = readOf((await readOn(alice, forAlice)).at(-1) ?? forAlice, 'Approve')
  await approve(bob, forBob, { read })
  expect(stateOf(app)).toEqual(['open'])
  expect(await approve(alice, forAlice, { read })).toMatch(/Approved by Alice/)
  const done = auditOf(app, 'request.approve').filter(({ result }) => result === 'done')
  expect(new Set(done.map(({ actor }) => actor))).toEqual(new Set(['Alice Moreau']))
})

test('the proof is for this list only, survives a handover, and a restart', async () => {
  const app = await open()
  const { bob, olivia } = app
  await request(app, olivia)
  const read = (
    findButton((await readOn(bob, approvalOf(app, bob))).at(-1)?.card ?? approvalOf(app, bob).card, 'Approve')
      .data as { read: object }
  ).read
  const form = await olivia.ask('block "Account actions" in Fabrikam')
  await olivia.click(form, 'request.make', { reason })
  await app.settled()
  const small = query<{ id: string; version: number }>(
    app,
    "select * from requests where set_id = 'account-actions'",
  )[0]
  const card = approvalOf(app, bob)
  await bob.press(card, { verb: 'request.approve', data: { requestId: small?.id, v: small?.version, read } })
  await bob.press(card, { verb: 'request.approve', data: { requestId: small?.id, v: small?.version } })
  expect(stateOf(app)).toEqual(['open', 'open'])
  await app.restart()
  const big = query<{ id: string; version: number }>(
    app,
    `select * from requests where set_id = '${activity}'`,
  )[0]
  await bob.press(card, { verb: 'request.approve', data: { requestId: big?.id, v: big?.version, read } })
  await app.settled()
  expect(stateOf(app).toSorted()).toEqual(['approved', 'open'])
})

test('whoever requested it, and everybody who may see it, can page through it too; a channel leads to the own card', async () => {
  const app = await open()
  const { olivia } = app
  const room = app.teams.as(people.bob, channel('security'))
  await room.say('requests on')
  await app.settled()
  const pages = await readOn(olivia, await request(app, olivia))
  expect(new Set(pages.flatMap((page) => textOf(page).match(/Subsidiary \d{3}/g) ?? [])).size).toBe(many)
  expect(pages.some((page) => has(page, 'Approve'))).toBe(false)
  const shared = approvalOf(app, room)
  expect(has(shared, 'Approve')).toBe(false)
  const mine = await room.click(shared, 'Review')
  const last = (await readOn(room, mine)).at(-1) ?? mine
  await room.click(last, 'Approve')
  await app.settled()
  expect(stateOf(app)).toEqual(['approved'])
})
