import fc from 'fast-check'
import { expect, test } from 'vitest'
import { list } from '#domain/audit/audit-store.ts'
import type { AuditEntry } from '#domain/audit/stored-entry.ts'
import { verifyHistory } from '#domain/audit/verify-history.ts'
import { planGrant } from '#domain/consent/plan-grant.ts'
import { startGrant } from '#domain/consent/start-grant.ts'
import { blockGrant } from '#domain/grants/block-grant.ts'
import { findGrant } from '#domain/grants/grants-store.ts'
import { unblockGrant, undoBlock } from '#domain/grants/unblock-grant.ts'
import type { Role } from '#domain/people/role.ts'
import { approveRequest, denyRequest, withdrawRequest } from '#domain/requests/decide-request.ts'
import { getOtherApprover, handOverRequest } from '#domain/requests/hand-over-request.ts'
import { invalidateReleased } from '#domain/requests/invalidate-released.ts'
import { invalidateChanged } from '#domain/requests/invalidate-requests.ts'
import { makeRequest } from '#domain/requests/make-request.ts'
import { proveRead } from '#domain/requests/read-proof.ts'
import type { Request } from '#domain/requests/request.ts'
import { getRequest, listRequests } from '#domain/requests/requests-store.ts'
import { readSnapshot, snapshotHash } from '#domain/requests/snapshot.ts'
import { saveRequirement } from '#domain/requirements/requirements-store.ts'
import { OutsideError, UserError } from '#platform/base/errors.ts'
import { hours } from '#platform/base/time.ts'
import { everybody, openWorld, plainSet, requirementOf, tierZeroSet, type World } from './setup.ts'

const sets = [plainSet, tierZeroSet] as const
const who = fc.nat({ max: 2 })
const nth = fc.nat({ max: 4 })
const kinds = ['grant', 'block', 'unblock', 'reset'] as const

/** The next action of one of three people, of time, or of Microsoft. */
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('ask' as const),
      who,
      kind: fc.constantFrom(...kinds),
      set: fc.constantFrom(...sets),
      tenants: fc.uniqueArray(fc.nat({ max: 2 }), { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('approve' as const), who, nth, stale: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('deny' as const, 'withdraw' as const), who, nth }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('handOver' as const), who, nth, to: who }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('block' as const, 'unblock' as const, 'undo' as const, 'start' as const),
      who,
      set: fc.constantFrom(...sets),
      tenant: fc.nat({ max: 2 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('role' as const),
      who,
      role: fc.constantFrom<Role | 'none'>('approver', 'operator', 'viewer', 'none'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('require' as const),
      set: fc.constantFrom(...sets),
      version: fc.nat({ max: 2 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pass' as const), hours: fc.nat({ max: 13 }) }) },
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

interface Play {
  world: World
  /** Every request so far, in the state it was last seen in. */
  seen: Map<string, Request>
}

async function play({ world, seen }: Play, next: Step): Promise<void> {
  const { deps, db, clock } = world
  const by = everybody['who' in next ? next.who : 0] as (typeof everybody)[number]
  const acting = { ...by, roles: world.rolesOf(by) }
  if (next.do === 'role') {
    world.roles.set(by.objectId, next.role === 'none' ? [] : [next.role])
  } else if (next.do === 'pass') {
    clock.forward(hours(next.hours))
    world.jobs.wake()
    await world.jobs.settled()
  } else if (next.do === 'require') {
    await changeRequirement(world, next.set, next.version)
  } else if (next.do === 'ask') {
    const tenantIds = next.tenants.map((n) => world.tenantIds[n] ?? '')
    const order = { kind: next.kind, setId: next.set, tenantIds }
    const hash = snapshotHash(await readSnapshot(deps, db, order))
    const made = await makeRequest(deps, { order, seen: hash, reason: 'because it must be', by })
    seen.set(made.id, made)
  } else if ('nth' in next) {
    const request = [...seen.values()].toReversed()[next.nth]
    if (!request) return
    const { version } = next.do === 'approve' && next.stale ? request : await getRequest(db, request.id)
    const click = { requestId: request.id, version, by }
    const read = proveRead(deps.rules, { request, person: by }, 1)
    if (next.do === 'approve') await approveRequest(deps, { ...click, read })
    if (next.do === 'deny') await denyRequest(deps, { ...click, reason: 'not now' })
    if (next.do === 'withdraw') await withdrawRequest(deps, click)
    if (next.do === 'handOver') {
      const { objectId } = everybody[next.to] as (typeof everybody)[number]
      const to = await getOtherApprover(deps, { request, by, objectId })
      await handOverRequest(deps, { ...click, to })
    }
  } else {
    // Callers check this role before these four.
    if (!acting.roles.includes('approver')) return
    const tenantId = world.tenantIds[next.tenant] ?? ''
    const { version } = (await findGrant(db, tenantId, next.set)) ?? { version: 0 }
    const order = { tenantId, setId: next.set, version, by: acting }
    if (next.do === 'block') await blockGrant(deps, order)
    if (next.do === 'unblock') await unblockGrant(deps, order)
    if (next.do === 'undo') await undoBlock(deps, order)
    if (next.do === 'start') {
      const tenantIds = [tenantId]
      const plan = await planGrant(deps, db, { setId: next.set, tenantIds })
      const place = { conversationId: 'own chat' }
      const { version: planVersion } = plan
      await startGrant(deps, { setId: next.set, tenantIds, planVersion, by: acting, place })
    }
  }
}

async function changeRequirement(world: World, setId: (typeof sets)[number], version: number): Promise<void> {
  const requirement = requirementOf(setId)
  const permissions = requirement.permissions.slice(0, requirement.permissions.length - version)
  await world.database.transaction(async (tx) => {
    const next = { setId, permissions, version: `${requirement.version} ${version}` }
    await saveRequirement(tx, { ...next, source: 'registration', readAt: world.clock() })
    await invalidateChanged(world.deps, tx, { setId })
    await invalidateReleased(world.deps, tx, setId)
  })
}

const effects = ['grant.start', 'grant.block', 'grant.unblock', 'grant.undoBlock', 'grant.reset']

/** Why an effect was not allowed, or undefined. `blocks`: who blocked what before. */
function wrongIn(world: World, entry: AuditEntry, blocks: Map<string, string>): string | undefined {
  const { actor, action, tenantId, setId = '' } = entry
  const place = `${tenantId} ${setId}`
  const blockedBy = blocks.get(place)
  if (actor === 'system') return 'nobody did it'
  if (action === 'grant.block') blocks.set(place, actor.objectId)
  const { approvedBy } = entry.detail as { approvedBy?: { objectId: string } }
  const has = (objectId: string, role: Role) => world.rolesOf({ objectId }).includes(role)
  if (approvedBy) {
    const second = approvedBy.objectId !== actor.objectId && has(approvedBy.objectId, 'approver')
    return second && (has(actor.objectId, 'operator') || has(actor.objectId, 'approver'))
      ? undefined
      : 'approved by the wrong person'
  }
  // Within ten minutes a block is undone by whoever did it, or any approver.
  const isOwnUndo = action === 'grant.undoBlock' && blockedBy === actor.objectId
  if (isOwnUndo && has(actor.objectId, 'operator')) return undefined
  if (!has(actor.objectId, 'approver')) return 'without the role'
  const gives = ['grant.start', 'grant.unblock'].includes(action)
  return gives && setId === tierZeroSet ? 'without a second person' : undefined
}

async function run(steps: readonly Step[]): Promise<void> {
  const world = await openWorld()
  const game: Play = { world, seen: new Map() }
  const blocks = new Map<string, string>()
  let last = 0
  for (const next of steps) {
    await play(game, next).catch((error: unknown) => {
      if (!(error instanceof UserError) && !(error instanceof OutsideError)) throw error
    })
    const fresh = (await list(world.db, { limit: 50 })).filter(({ id }) => id > last).toReversed()
    last = fresh.at(-1)?.id ?? last
    for (const entry of fresh.filter(({ action }) => effects.includes(action)))
      expect([next, entry, wrongIn(world, entry, blocks)]).toEqual([next, entry, undefined])
    for (const [id, before] of game.seen) {
      const now = await getRequest(world.db, id)
      expect(now.version).toBeGreaterThanOrEqual(before.version)
      // An ended request stays ended; only an approval with unused links can still be invalidated.
      const may = before.state === 'open' || (before.state === 'approved' && now.state === 'voided')
      expect(may || now.state === before.state).toBe(true)
      expect(now.decision?.by?.objectId !== now.requester.objectId || now.state === 'withdrawn').toBe(true)
      game.seen.set(id, now)
    }
  }
  world.clock.forward(hours(24))
  world.jobs.wake()
  await world.jobs.settled()
  const { replay } = await verifyHistory(world.db, { replay: true })
  expect(
    replay?.differences.filter(({ kind }) => kind === 'request'),
    'the history tells every state',
  ).toEqual([])
  expect((await listRequests(world.db, { show: 'open' }, { limit: 1, offset: 0 })).total).toBe(0)
}

test('whatever three people do: nothing without rights or a second person, and every request ends', async () => {
  const numRuns = Number(process.env.REQUEST_RUNS ?? 25)
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 40, size: 'max' }), run), {
    numRuns,
  })
}, 600_000)
