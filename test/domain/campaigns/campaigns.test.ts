import { expect, test } from 'vitest'
import { findCampaign, findOpenCampaign } from '#domain/campaigns/campaigns-store.ts'
import { endIfNoneWaiting, followCampaign, leaveCampaigns } from '#domain/campaigns/follow-campaign.ts'
import { listWaitingTenants, readProgress } from '#domain/campaigns/members-store.ts'
import { campaignSubject, openCampaign } from '#domain/campaigns/open-campaign.ts'
import { remindCampaign } from '#domain/campaigns/remind-campaign.ts'
import { loadCatalog } from '#domain/catalog/load-catalog.ts'
import type { Requirement } from '#domain/catalog/permission-set.ts'
import { requirementFromCatalog } from '#domain/catalog/requirement.ts'
import type { LinkPhase } from '#domain/consent/consent.ts'
import { insertConsent } from '#domain/consent/consents-store.ts'
import type { Status } from '#domain/status/status.ts'
import type { Person } from '#platform/base/person.ts'
import { hours } from '#platform/base/time.ts'
import { postCardOnce } from '#platform/outbox/show-card.ts'
import { alice, guid, makeConsent, makeLink } from '../../stores/samples.ts'
import { makeTestClock } from '../../support/clocks.ts'
import { openTestDatabase } from '../../support/databases.ts'

const bob: Person = { ...alice, objectId: 'b0b00000-0000-4000-8000-000000000002', name: 'Bob Okafor' }

async function setup() {
  const database = await openTestDatabase()
  const clock = makeTestClock()
  const catalog = await loadCatalog()
  const [set] = catalog.sets
  if (!set) throw new Error('Expected a set')
  const whole = requirementFromCatalog(set, guid(100))
  /** The requirement with the given number of permissions. */
  const grown = (count: number): Requirement => ({
    ...whole,
    permissions: whole.permissions.slice(0, count),
    version: `v${count}`,
  })
  const people = { listWith: async () => [alice, bob] } as never
  // The limit of an app is a test of its own: here every tenant may use the set.
  const deps = { database, clock, people, catalog: { ...catalog, apps: [] } }
  const open = (before: number, after: number) =>
    database.transaction((tx) => openCampaign(deps, tx, { before: grown(before), after: grown(after) }))
  const follow = (tenant: number, status: Status, version = 'v3') =>
    database.transaction((tx) =>
      followCampaign(deps, tx, {
        tenantId: guid(tenant),
        setId: set.id,
        requirementVersion: version,
        status,
      }),
    )
  const link = async (tenant: number, phase: LinkPhase, by: Person = alice) => {
    const id = `consent of ${tenant}`
    const consent = makeConsent(id, { setId: set.id, requestedBy: by, createdAt: clock() })
    const made = makeLink(`link of ${tenant}`, id, {
      tenantId: guid(tenant),
      phase,
      tokenHash: `token ${tenant}`,
    })
    await insertConsent(database.db, consent, [made])
  }
  const outbox = () => database.db.selectFrom('outbox').selectAll().orderBy('id').execute()
  const audit = () =>
    database.db.selectFrom('audit').select(['action', 'detail_json']).orderBy('id').execute()
  return { database, deps, clock, setId: set.id, open, follow, link, outbox, audit, whole }
}

test('opens with what is new, and with nothing new not at all', async () => {
  const { open, whole } = await setup()
  expect(await open(3, 3)).toBeUndefined()
  expect(await open(3, 2)).toBeUndefined()
  const campaign = await open(1, 3)
  expect(campaign?.added.map(({ value }) => value)).toEqual(
    whole.permissions.slice(1, 3).map(({ value }) => value),
  )
})

test('only tenants that had the whole set join; each is counted once, where it stands', async () => {
  const { open, follow, link, database } = await setup()
  const campaign = await open(2, 3)
  const id = campaign?.id ?? 0
  for (const tenant of [1, 2, 3, 4, 5]) expect(await follow(tenant, 'updateRequired')).toBe(true)
  // Never granted, granting for the first time, or of another list: not part of the campaign.
  expect(await follow(6, 'granting')).toBe(false)
  expect(await follow(7, 'granted')).toBe(false)
  expect(await follow(8, 'updateRequired', 'v2')).toBe(false)
  await link(2, 'sent')
  await link(3, 'opened')
  await link(4, 'spreading')
  const counts = { notStarted: 2, sent: 1, opened: 1, consented: 1, verified: 0, left: 0 }
  expect(await readProgress(database.db, id)).toEqual(counts)
  await follow(4, 'granted')
  await follow(5, 'blocked')
  const after = { ...counts, notStarted: 1, consented: 0, verified: 1, left: 1 }
  expect(await readProgress(database.db, id)).toEqual(after)
  // Unblocked: waiting again.
  await follow(5, 'updateRequired')
  expect(await readProgress(database.db, id)).toEqual({ ...after, notStarted: 2, left: 0 })
})

test('ends by itself with the last tenant, whether that has the permissions, is blocked or removed', async () => {
  const { open, follow, database, deps, setId, audit } = await setup()
  const campaign = await open(2, 3)
  for (const tenant of [1, 2, 3]) await follow(tenant, 'updateRequired')
  await follow(1, 'settingsRequired')
  await follow(2, 'blocked')
  expect((await findOpenCampaign(database.db, setId))?.id).toBe(campaign?.id)
  await database.transaction((tx) => leaveCampaigns(deps, tx, guid(3)))
  expect(await findOpenCampaign(database.db, setId)).toBeUndefined()
  expect(await findCampaign(database.db, campaign?.id ?? 0)).toMatchObject({ state: 'done' })
  expect((await audit()).map(({ action }) => action)).toEqual(['campaign.open', 'campaign.end'])
})

test('a list that changes again goes on in a newer campaign, with those that were left and all they lack', async () => {
  const { open, follow, database, whole, setId } = await setup()
  const first = await open(1, 2)
  for (const tenant of [1, 2]) await follow(tenant, 'updateRequired', 'v2')
  await follow(1, 'granted', 'v2')
  const second = await open(2, 3)
  expect(await findCampaign(database.db, first?.id ?? 0)).toMatchObject({ state: 'superseded' })
  expect((await findOpenCampaign(database.db, setId))?.id).toBe(second?.id)
  expect(second?.added.map(({ value }) => value)).toEqual(
    whole.permissions.slice(1, 3).map(({ value }) => value),
  )
  const waiting = await listWaitingTenants(database.db, second?.id ?? 0)
  expect(waiting.map(({ tenantId }) => tenantId)).toEqual([guid(2)])
})

test('one that shrinks back asks nobody any more', async () => {
  const { open, follow, database, setId } = await setup()
  const first = await open(1, 2)
  await follow(1, 'updateRequired', 'v2')
  expect(await open(2, 1)).toBeUndefined()
  expect(await findOpenCampaign(database.db, setId)).toBeUndefined()
  expect(await findCampaign(database.db, first?.id ?? 0)).toMatchObject({ state: 'superseded' })
})

test('is over at once when no tenant ever had the whole set', async () => {
  const { open, database, deps, setId } = await setup()
  await open(2, 3)
  await database.transaction((tx) => endIfNoneWaiting(deps, tx, setId))
  expect(await findOpenCampaign(database.db, setId)).toBeUndefined()
})

test('the card changes with every step, and an unchanged grant changes nothing', async () => {
  const { open, follow, database, clock, outbox } = await setup()
  const campaign = await open(2, 3)
  if (!campaign) throw new Error('Expected a campaign')
  const subject = campaignSubject(campaign)
  const addresses = [{ conversationId: 'channel' }]
  await database.transaction((tx) => postCardOnce(tx, { subject, addresses, dueAt: clock() }))
  const unseen = async () =>
    (await database.db.selectFrom('card_places').select('unseen').execute())[0]?.unseen
  await follow(1, 'updateRequired')
  expect(await unseen()).toBe(1)
  await follow(1, 'updateRequired')
  expect(await unseen()).toBe(1)
  expect((await outbox()).length).toBe(1)
})

test('those for which nothing was done for longest stand first, with whose link is out', async () => {
  const { open, follow, link, clock, database } = await setup()
  const campaign = await open(2, 3)
  for (const tenant of [1, 2]) await follow(tenant, 'updateRequired')
  clock.forward(hours(50))
  await follow(3, 'updateRequired')
  await link(1, 'sent', bob)
  const waiting = await listWaitingTenants(database.db, campaign?.id ?? 0)
  expect(waiting.map(({ tenantId, stage, holder }) => [tenantId, stage, holder?.name])).toEqual([
    [guid(2), 'notStarted', undefined],
    [guid(1), 'sent', 'Bob Okafor'],
    [guid(3), 'notStarted', undefined],
  ])
})

test('a reminder reaches everybody who is waited for once, and nobody twice within the hour', async () => {
  const { open, follow, link, clock, deps, outbox } = await setup()
  const campaign = await open(2, 3)
  const campaignId = campaign?.id ?? 0
  for (const tenant of [1, 2]) await follow(tenant, 'updateRequired')
  await link(1, 'sent', bob)
  await link(2, 'opened', bob)
  // Both tenants are started, so only the link holder is reminded.
  expect(await remindCampaign(deps, { campaignId, by: alice })).toBe(1)
  expect((await outbox()).map((row) => row.conversation_id)).toEqual([
    `person:${bob.tenantId}/${bob.objectId}`,
  ])
  await expect(remindCampaign(deps, { campaignId, by: bob })).rejects.toMatchObject({
    code: 'REMINDED_LATELY',
    facts: { by: 'Alice Moreau' },
  })
  clock.forward(hours(1))
  await follow(3, 'updateRequired')
  expect(await remindCampaign(deps, { campaignId, by: bob })).toBe(2)
  for (const tenant of [1, 2, 3]) await follow(tenant, 'granted')
  clock.forward(hours(1))
  await expect(remindCampaign(deps, { campaignId, by: alice })).rejects.toMatchObject({
    code: 'CAMPAIGN_ENDED',
  })
})
