import { expect, test } from 'vitest'
import { list } from '#domain/audit/audit-store.ts'
import { blockGrant } from '#domain/grants/block-grant.ts'
import { findGrant } from '#domain/grants/grants-store.ts'
import { approveRequest, denyRequest, withdrawRequest } from '#domain/requests/decide-request.ts'
import { getOtherApprover, handOverRequest } from '#domain/requests/hand-over-request.ts'
import { invalidateReleased } from '#domain/requests/invalidate-released.ts'
import { invalidateChanged } from '#domain/requests/invalidate-requests.ts'
import { makeRequest } from '#domain/requests/make-request.ts'
import { narrowRequest } from '#domain/requests/narrow-request.ts'
import { proveRead } from '#domain/requests/read-proof.ts'
import type { Order, Request } from '#domain/requests/request.ts'
import { getRequest, listConsentsOf } from '#domain/requests/requests-store.ts'
import { readSnapshot, snapshotDifference, snapshotHash } from '#domain/requests/snapshot.ts'
import { saveRequirement } from '#domain/requirements/requirements-store.ts'
import { UserError } from '#platform/base/errors.ts'
import type { Person } from '#platform/base/person.ts'
import { hours } from '#platform/base/time.ts'
import { listPostedCards } from '#platform/outbox/posted-cards-store.ts'
import { alice, bob, olivia, openWorld, plainSet, requirementOf, tierZeroSet, type World } from './setup.ts'

const reason = 'The new sensor needs it'

async function ask(world: World, by: Person, order: Partial<Order> = {}): Promise<Request> {
  const whole: Order = { kind: 'grant', setId: plainSet, tenantIds: world.tenantIds.slice(0, 1), ...order }
  const seen = snapshotHash(await readSnapshot(world.deps, world.db, whole))
  return makeRequest(world.deps, { order: whole, seen, reason, by })
}

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error === undefined) return 'done'
  if (!(error instanceof UserError)) throw error
  return error.code
}

const click = (request: Request, by: Person, reason?: string) => ({
  requestId: request.id,
  version: request.version,
  by,
  read: proveRead({ linkKey: new Uint8Array(32) }, { request, person: by }, 1),
  ...(reason !== undefined && { reason }),
})

/** Adds a permission of another set to a set, as a read of its registration would. */
async function growRequirement(world: World, setId: typeof plainSet | typeof tierZeroSet): Promise<void> {
  const requirement = requirementOf(setId)
  const [other] = requirementOf(setId === plainSet ? tierZeroSet : plainSet).permissions
  if (!other) throw new Error('Expected a permission')
  const grown = { ...requirement, permissions: [...requirement.permissions, other], version: `${setId} v2` }
  await world.database.transaction(async (tx) => {
    await saveRequirement(tx, { ...grown, source: 'registration', readAt: world.clock() })
    await invalidateChanged(world.deps, tx, { setId })
    await invalidateReleased(world.deps, tx, setId)
  })
}

const addressesOf = async (world: World, kind: string, { id }: Request) =>
  (await listPostedCards(world.db, { kind, id })).map(({ address }) =>
    'person' in address ? address.person.objectId : address.conversationId,
  )

test('whoever was shown some tenants of a request, or another list, was not shown the request', async () => {
  const world = await openWorld()
  const request = await ask(world, olivia, { tenantIds: world.tenantIds })
  const part = narrowRequest(request, world.tenantIds.slice(0, 1))
  if (!part) throw new Error('Expected a part of the request')
  for (const shown of [part, { ...request, hash: 'another' }])
    expect(await codeOf(approveRequest(world.deps, click(shown, bob)))).toBe('LIST_UNREAD')
  expect(await codeOf(approveRequest(world.deps, click(request, bob)))).toBe('done')
})

test('an approval releases the links to the requester, and the history names both', async () => {
  const world = await openWorld()
  const request = await ask(world, olivia)
  expect((await addressesOf(world, 'request', request)).sort()).toEqual(
    [alice, bob, olivia].map(({ objectId }) => objectId).sort(),
  )
  await approveRequest(world.deps, click(request, bob))
  const ended = await getRequest(world.db, request.id)
  expect(ended).toMatchObject({ state: 'approved', outcome: { done: request.tenantIds, refused: [] } })
  const [consentId = ''] = await listConsentsOf(world.db, request.id)
  const places = await listPostedCards(world.db, { kind: 'consent', id: consentId })
  expect(places.map(({ address }) => address)).toEqual([
    { person: { tenantId: olivia.tenantId, objectId: olivia.objectId } },
  ])
  const started = (await list(world.db, { limit: 20 })).find(({ action }) => action === 'grant.start')
  expect(started).toMatchObject({
    actor: { objectId: olivia.objectId },
    detail: { request: request.code, approvedBy: { objectId: bob.objectId } },
  })
})

test('nobody decides on their own request, approver or not', async () => {
  const world = await openWorld()
  const request = await ask(world, alice, { setId: tierZeroSet })
  for (const work of [approveRequest, denyRequest])
    expect(await codeOf(work(world.deps, click(request, alice, 'because')))).toBe('OWN_REQUEST')
  expect(await codeOf(approveRequest(world.deps, click(request, { ...alice, name: 'Bob' })))).toBe(
    'OWN_REQUEST',
  )
  expect(await codeOf(approveRequest(world.deps, click(request, olivia)))).toBe('ROLE_MISSING')
  expect(await getRequest(world.db, request.id)).toMatchObject({ state: 'open', version: 1 })
})

test('of two at the same moment one is first, whatever they do', async () => {
  const world = await openWorld({ tenants: 5 })
  const pairs = [
    [approveRequest, bob, approveRequest, alice],
    [approveRequest, bob, denyRequest, alice],
    [denyRequest, bob, approveRequest, alice],
    [approveRequest, bob, withdrawRequest, olivia],
    [withdrawRequest, olivia, approveRequest, bob],
  ] as const
  for (const [n, [first, one, second, other]] of pairs.entries()) {
    const order = { kind: 'remove', setId: undefined, tenantIds: [world.tenantIds[n] ?? ''] } as const
    const request = await ask(world, olivia, order)
    const ends = await Promise.all([
      codeOf(first(world.deps, click(request, one, 'no need'))),
      codeOf(second(world.deps, click(request, other, 'no need'))),
    ])
    expect(ends.filter((end) => end === 'done')).toHaveLength(1)
    expect(ends.filter((end) => end === 'REQUEST_ENDED')).toHaveLength(1)
    expect((await getRequest(world.db, request.id)).version).toBeLessThanOrEqual(3)
  }
})

test('a block by an approver voids the grant that waits, and says what is different', async () => {
  const world = await openWorld()
  const request = await ask(world, olivia)
  const [tenantId = ''] = request.tenantIds
  await blockGrant(world.deps, { tenantId, setId: plainSet, version: 1, by: bob })
  const ended = await getRequest(world.db, request.id)
  expect(ended).toMatchObject({ state: 'voided', decision: { cause: 'changed' } })
  const snapshot = ended.decision?.basis
  if (!snapshot) throw new Error('Expected what is so now')
  expect(snapshotDifference(ended.snapshot, snapshot).blocked.map(({ id }) => id)).toEqual([tenantId])
  expect(await codeOf(approveRequest(world.deps, click(request, alice)))).toBe('REQUEST_ENDED')
})

test('a requirement that grows voids what waits and what was released and not opened', async () => {
  const world = await openWorld()
  const [waiting, released] = [
    await ask(world, olivia),
    await ask(world, olivia, { tenantIds: world.tenantIds.slice(1, 2) }),
  ]
  await approveRequest(world.deps, click(released, bob))
  expect((await findGrant(world.db, released.tenantIds[0] ?? '', plainSet))?.status).toBe('granting')
  await growRequirement(world, plainSet)
  for (const { id } of [waiting, released]) {
    const ended = await getRequest(world.db, id)
    expect(ended).toMatchObject({ state: 'voided', decision: { cause: 'changed' } })
    const { added } = snapshotDifference(ended.snapshot, ended.decision?.basis ?? ended.snapshot)
    expect(added).toHaveLength(1)
  }
  const after = await findGrant(world.db, released.tenantIds[0] ?? '', plainSet)
  expect(after?.memory.consent).toBeUndefined()
})

test('a change that no hook told of is found at the approval', async () => {
  const world = await openWorld()
  const request = await ask(world, olivia)
  const catalog = { ...world.deps.catalog, version: world.deps.catalog.version + 1 }
  await approveRequest({ ...world.deps, catalog }, click(request, bob))
  expect(await getRequest(world.db, request.id)).toMatchObject({
    state: 'voided',
    decision: { cause: 'changed' },
  })
  expect(await listConsentsOf(world.db, request.id)).toEqual([])
})

test('who is not an approver any more is refused, whose right to ask is gone has asked in vain', async () => {
  const world = await openWorld()
  const request = await ask(world, olivia)
  world.roles.set(bob.objectId, ['operator'])
  expect(await codeOf(approveRequest(world.deps, click(request, bob)))).toBe('ROLE_MISSING')
  world.roles.set(bob.objectId, [])
  expect(await codeOf(denyRequest(world.deps, click(request, bob, 'no')))).toBe('NO_ROLE')
  world.roles.set(olivia.objectId, ['viewer'])
  await approveRequest(world.deps, click(request, alice))
  expect(await getRequest(world.db, request.id)).toMatchObject({
    state: 'voided',
    decision: { cause: 'requesterMayNot' },
  })
})

test('a reading of roles that fails refuses, and leaves the request open', async () => {
  const world = await openWorld()
  const request = await ask(world, olivia)
  const people = {
    ...world.deps.people,
    readRolesNow: async () => {
      throw new Error('away')
    },
  }
  await expect(approveRequest({ ...world.deps, people }, click(request, bob))).rejects.toThrow('away')
  expect((await getRequest(world.db, request.id)).state).toBe('open')
})

test('one reminder after twelve hours, the end after twenty-four', async () => {
  const world = await openWorld()
  const request = await ask(world, olivia)
  const pass = async (ms: number) => {
    world.clock.forward(ms)
    world.jobs.wake()
    await world.jobs.settled()
  }
  await pass(hours(11))
  expect(await addressesOf(world, 'requestReminder', request)).toEqual([])
  await pass(hours(1))
  expect(await addressesOf(world, 'requestReminder', request)).toHaveLength(2)
  expect(await getRequest(world.db, request.id)).toMatchObject({ state: 'open', version: 1 })
  await pass(hours(11))
  expect(await getRequest(world.db, request.id)).toMatchObject({ state: 'open' })
  await pass(hours(1))
  expect(await getRequest(world.db, request.id)).toMatchObject({ state: 'lapsed', version: 2 })
  const actions = (await list(world.db, { limit: 20 })).map(({ action }) => action)
  expect(actions).toEqual(['request.lapse', 'request.remind', 'request.make'])
  expect(await addressesOf(world, 'requestResult', request)).toEqual([olivia.objectId])
})

test('an approval that comes after the time is none, also before the job', async () => {
  const world = await openWorld()
  const request = await ask(world, olivia)
  await world.jobs.stop()
  world.clock.forward(hours(24))
  await approveRequest(world.deps, click(request, bob))
  expect(await getRequest(world.db, request.id)).toMatchObject({ state: 'lapsed' })
})

test('handed over: that person gets a card of their own, and the old card is outdated', async () => {
  const world = await openWorld()
  const request = await ask(world, olivia)
  const to = await getOtherApprover(world.deps, { request, by: alice, objectId: bob.objectId })
  await handOverRequest(world.deps, { ...click(request, alice), to })
  expect(await addressesOf(world, 'requestHandover', request)).toEqual([bob.objectId])
  expect(await codeOf(approveRequest(world.deps, click(request, bob)))).toBe('CARD_OUTDATED')
  for (const objectId of [alice.objectId, olivia.objectId]) {
    const asked = getOtherApprover(world.deps, { request, by: alice, objectId })
    expect(await codeOf(asked)).toBe('APPROVER_UNKNOWN')
  }
})

test('asking twice for the same is one request, and asking needs a reason and a second approver', async () => {
  const world = await openWorld()
  const first = await ask(world, olivia)
  expect((await ask(world, olivia)).id).toBe(first.id)
  expect((await ask(world, alice)).id).not.toBe(first.id)
  const order = { kind: 'grant', setId: tierZeroSet, tenantIds: world.tenantIds } as const
  const seen = snapshotHash(await readSnapshot(world.deps, world.db, order))
  const make = (given: object) =>
    codeOf(makeRequest(world.deps, { order, seen, reason, by: alice, ...given }))
  expect(await make({ reason: '  too short ' })).toBe('REASON_TOO_SHORT')
  expect(await make({ reason: 'x'.repeat(501) })).toBe('REASON_TOO_SHORT')
  expect(await make({ seen: 'something else' })).toBe('CARD_OUTDATED')
  expect(await make({ seen: '' })).toBe('CARD_OUTDATED')
  world.roles.set(bob.objectId, ['operator'])
  expect(await make({})).toBe('NO_SECOND_APPROVER')
  world.roles.set(alice.objectId, ['viewer'])
  expect(await make({})).toBe('ROLE_MISSING')
})

test('what is asked for many is carried out in one transaction; what cannot be is named', async () => {
  const world = await openWorld({ tenants: 12 })
  const request = await ask(world, olivia, { kind: 'block', tenantIds: world.tenantIds })
  await approveRequest(world.deps, click(request, bob))
  const ended = await getRequest(world.db, request.id)
  expect(ended.outcome?.done).toHaveLength(12)
  const grant = await findGrant(world.db, world.tenantIds[3] ?? '', plainSet)
  expect(grant?.memory.blocked?.by.objectId).toBe(olivia.objectId)
  const grants = await ask(world, alice, { setId: tierZeroSet, tenantIds: world.tenantIds })
  await approveRequest(world.deps, click(grants, bob))
  expect(await listConsentsOf(world.db, grants.id)).toHaveLength(2)
})
