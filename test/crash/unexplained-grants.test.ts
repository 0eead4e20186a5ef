import { afterAll, expect, test, vi } from 'vitest'
import { insertTenant } from '#domain/tenants/tenants-store.ts'
import { minutes } from '#platform/base/time.ts'
import { openDatabase } from '#platform/storage/open-database.ts'
import { packIds } from '../../cards/pack-ids.ts'
import { addPlainTenant, demo, install } from '../../emulator/demo-world.ts'
import { makeChance } from '../model/chance.ts'
import { guid, makeTenant } from '../stores/samples.ts'
import { consent, makeBrowser } from '../support/browser.ts'
import { buttonsOf, elementsOf } from '../support/card-parts.ts'
import { query } from '../support/facts.ts'
import type { BotMessage } from '../support/fake-connector.ts'
import type { Driver } from '../support/fake-teams.ts'
import { people } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'
import { makeBots } from './bots.ts'
import { type CrashWorld, seedOnce, startCrashWorld } from './crash-world.ts'
import { readWanted } from './plan.ts'

const sets = ['user-device-activity', 'account-actions', 'protected-content', 'saas-posture']
/** 500 grants; a few where each flow is tried once only. */
const many = readWanted().mostPoints === undefined ? 15 : 125
const ids = Array.from({ length: many }, (_, n) => guid(5_001 + n))
const atOnce = 4
/** A death about every so many grants. */
const grantsPerDeath = 20

const bots = makeBots('kill')
afterAll(() => bots.killAll())

/** The demo with many more tenants, in which nothing is granted but the reader. */
async function open(): Promise<CrashWorld> {
  const seeded = await seedOnce(bots, { few: true })
  const database = await openDatabase(seeded.file)
  for (const [n, id] of ids.entries()) {
    const names = { displayName: `Subsidiary ${n}`, defaultDomain: `subsidiary-${n}.example` }
    await insertTenant(database.db, makeTenant(0, { id, ...names }), new Date('2100-01-01'))
  }
  await database.close()
  const world = await startCrashWorld({ bots, seededFile: seeded.file })
  await seeded.remove()
  const { world: entra } = world.emulator
  const reader = entra.registrations.get(demo.reader.clientId)
  for (const [n, id] of ids.entries()) {
    const tenant = addPlainTenant(entra, {
      id,
      displayName: `Subsidiary ${n}`,
      domains: [`subsidiary-${n}.example`],
    })
    install(entra, tenant, demo.reader.clientId, reader?.required ?? [])
  }
  return world
}

/** Reads every tenant once, however often the bot dies. */
async function syncAll(world: CrashWorld): Promise<void> {
  await world.teams.as(people.alice).ask('sync all')
  const running = () => query(world, "select 1 from sync_runs where state = 'running'")
  await vi.waitUntil(() => running().length === 0, { timeout: 120_000, interval: 100 })
  await world.settle()
}

/** The card of an open request, as soon as it has arrived. */
const openRequest = (world: CrashWorld, { conversationId }: Driver): Promise<BotMessage> =>
  vi.waitUntil(
    () =>
      world.teams
        .cards(conversationId)
        .findLast(({ card }) => buttonsOf(card).some(({ title }) => title === 'Approve' || title === 'Next')),
    { timeout: 30_000, interval: 100 },
  )

/** An operator asks for a set in all of them, an approver reads the list and approves; the links are in the chat. */
async function release(world: CrashWorld, setId: string): Promise<void> {
  const before = linksIn(world).length
  const [asks, decides] = [world.teams.as(people.olivia), world.teams.as(people.alice)]
  const start = await asks.ask('tenants')
  await decides.ask('whoami')
  const order = { kind: 'grant', setId, tenants: packIds(ids) }
  await asks.press(start, { verb: 'request.form', data: order })
  let form = asks.see(start)
  while (buttonsOf(form.card).some(({ title }) => title === 'Next')) form = await asks.click(form, 'Next')
  await asks.click(form, 'request.make', { reason: 'All subsidiaries get the suite' })
  await world.settle()
  let card = await openRequest(world, decides)
  while (buttonsOf(card.card).some(({ title }) => title === 'Next')) card = await decides.click(card, 'Next')
  await decides.click(card, 'Approve')
  const patience = { timeout: 120_000, interval: 200 }
  await vi.waitUntil(() => linksIn(world).length === before + many, patience)
}

function linksIn(world: CrashWorld): string[] {
  const { conversationId } = world.teams.as(people.olivia)
  const urls = world.teams
    .cards(conversationId)
    .flatMap(({ card }) => elementsOf(card).filter(({ type }) => type === 'Action.OpenUrl'))
    .map(({ url }) => String(url))
  return [...new Set(urls.filter((url) => url.includes('/consent/')))]
}

interface LinkRow {
  tenantId: string
  setId: string
  phase: string
  opened: number
}

const linkRows = (world: CrashWorld): LinkRow[] =>
  query<LinkRow>(
    world,
    `select consent_links.tenant_id as tenantId, set_id as setId, phase, times_json like '%opened%' as opened
     from consent_links join consents on consents.id = consent_id where tenant_id >= ? and tenant_id <= ?`,
    ids[0] ?? '',
    ids.at(-1) ?? '',
  )

test(`${many * sets.length} grants through our links, in random order with kill -9 between: none is unexplained`, {
  timeout: minutes(20),
}, async () => {
  const chance = makeChance(readWanted().first)
  const world = await open()
  await world.settle()
  await syncAll(world)
  for (const setId of sets) await release(world, setId)
  const all = linksIn(world)
  expect(all).toHaveLength(many * sets.length)
  const row = all
    .map((link) => ({ link, place: chance.number(1_000_000) }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ link }) => link)
  let deaths = 0
  while (row.length > 0) {
    await world.arm(1 + chance.number(40 * grantsPerDeath))
    const some = row.splice(0, grantsPerDeath)
    const lane = async (): Promise<void> => {
      for (let link = some.pop(); link; link = some.pop())
        await consent(makeBrowser(), link, { decision: 'accept' }).catch(() => {})
    }
    await Promise.all(Array.from({ length: atOnce }, lane))
    if (chance.oneIn(3))
      await world.teams
        .as(people.alice)
        .say('sync all')
        .catch(() => {})
    await world.settle()
    if (await world.revive()) deaths += 1
    await world.arm(0)
    await world.settle()
  }
  // Whose page was lost with the bot accepts in the tenant after all; who never got to it opens the link again.
  for (const link of all) await consent(makeBrowser(), link, { decision: 'accept' }).catch(() => {})
  for (const { tenantId, setId: clientId, phase, opened } of linkRows(world))
    if (opened && phase !== 'verified') await changeWorld(world, 'grant', { tenantId, clientId })
  await world.settle()
  await syncAll(world)
  expect(deaths).toBeGreaterThanOrEqual(all.length / 100)
  const granted = query<{ n: number }>(
    world,
    `select count(*) as n from grants where tenant_id >= ? and tenant_id <= ? and status in ('granted', 'settingsRequired')`,
    ids[0] ?? '',
    ids.at(-1) ?? '',
  )
  expect(granted).toEqual([{ n: many * sets.length }])
  const told = () =>
    query(world, "select * from alerts where condition in ('grantsUnexplained', 'grantedBeyond')")
  const seen = () => query(world, `select tenant_id from grants where memory_json like '%"unexplained"%'`)
  expect([told(), seen()]).toEqual([[], []])
  // The same eye sees what came without a link, in a set for which none was ever made.
  const [one = ''] = ids
  await changeWorld(world, 'grant', { tenantId: one, clientId: 'directory-data', permission: 'Mail.Read' })
  await world.teams.as(people.alice).ask(`sync ${one}`)
  await world.settle()
  expect(seen()).toEqual([{ tenant_id: one }])
  process.stdout.write(`unexplained grants: ${all.length} through links, ${deaths} kills, none unexplained\n`)
  await world.end()
})
