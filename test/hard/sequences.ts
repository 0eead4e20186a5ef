import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadCatalog } from '#domain/catalog/load-catalog.ts'
import { requirementFromCatalog } from '#domain/catalog/requirement.ts'
import { blockGrant } from '#domain/grants/block-grant.ts'
import { findGrant } from '#domain/grants/grants-store.ts'
import { recordRead } from '#domain/grants/record-read.ts'
import { resetGrant } from '#domain/grants/reset-grant.ts'
import { unblockGrant, undoBlock } from '#domain/grants/unblock-grant.ts'
import { insertTenant } from '#domain/tenants/tenants-store.ts'
import { UserError } from '#platform/base/errors.ts'
import { silentLog } from '#platform/base/log.ts'
import { hours, minutes, seconds } from '#platform/base/time.ts'
import { makeLocalJobs } from '#platform/jobs/local.ts'
import type { ReadResult, SetFacts } from '#platform/microsoft/facts.ts'
import { makeOutcome } from '#platform/microsoft/outcomes.ts'
import { alice, guid, makeTenant } from '../stores/samples.ts'
import { makeTestClock } from '../support/clocks.ts'
import { openTestDatabase } from '../support/databases.ts'
import { makeTestPeople } from '../support/people.ts'
import { withReactions } from '../support/with-reactions.ts'
import { attack } from './attack.ts'

const actors = ['Alice', 'Bob', 'Carol'].map((name, at) => ({
  ...alice,
  name,
  objectId: guid(900 + at),
  roles: ['approver' as const],
}))
const orders = ['block', 'unblock', 'undo', 'reset'] as const
type Order = (typeof orders)[number]

type Step =
  | { do: 'order'; order: Order; tenant: number; who: number; stale: boolean }
  /** Two people in the same moment, from the same card. */
  | { do: 'race'; first: Order; second: Order; tenant: number }
  | { do: 'read'; tenant: number; sees: 'all' | 'none' | 'absent' | 'failed' | 'lost' }
  | { do: 'wait'; ms: number }

const order = fc.constantFrom(...orders)
const tenant = fc.nat(1)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('order' as const),
      order,
      tenant,
      who: fc.nat(2),
      stale: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('race' as const), first: order, second: order, tenant }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('read' as const),
      tenant,
      sees: fc.constantFrom('all', 'none', 'absent', 'failed', 'lost'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(seconds(61), minutes(4), minutes(11)),
    }),
  },
)
const sequence = fc.oneof(
  { weight: 9, arbitrary: fc.array(step, { minLength: 1, maxLength: 12 }) },
  { weight: 1, arbitrary: fc.array(step, { minLength: 12, maxLength: 60, size: 'max' }) },
)

async function openWorld() {
  const database = await openTestDatabase()
  const catalog = await loadCatalog()
  const [set] = catalog.sets
  if (!set) throw new Error('Expected a set')
  const clock = makeTestClock()
  const clientIds = Object.fromEntries(catalog.sets.map(({ id }, at) => [id, guid(100 + at)]))
  const requirement = requirementFromCatalog(set, clientIds[set.id] ?? '')
  const jobs = makeLocalJobs({ database, clock, log: silentLog })
  const rules = { maxAgeMs: hours(24), undoMs: minutes(10), requirementsFrom: 'catalog' } as never
  const approver = actors.map(({ objectId }) => objectId)
  const people = makeTestPeople(alice.tenantId, { approver })
  const deps = withReactions({ database, catalog, clock, clientIds, jobs, rules, people })
  return { deps, requirement, clock, database, setId: set.id }
}
type World = Awaited<ReturnType<typeof openWorld>>

const acts = { block: blockGrant, unblock: unblockGrant, undo: undoBlock, reset: resetGrant }

/** `done`, or the code of the refusal; anything else is a bug. */
async function give(
  { deps, setId }: World,
  each: Order,
  tenantId: string,
  who: number,
  version: number,
): Promise<string> {
  const by = actors[who] ?? actors[0]
  if (!by) throw new Error('Expected a person')
  try {
    await acts[each](deps, { tenantId, setId, version, by })
    return 'done'
  } catch (error) {
    if (error instanceof UserError) return error.code
    throw error
  }
}

function factsOf({ requirement }: World, sees: 'all' | 'none' | 'absent'): SetFacts {
  const granted = sees === 'all' ? requirement.permissions : []
  const rest = {
    directoryRoles: { read: true as const, value: [] },
    servicePlans: { read: true as const, value: [] },
  }
  return {
    ...(sees !== 'absent' && {
      servicePrincipal: { id: guid(500), accountEnabled: true, isDisabled: false },
    }),
    appRoles: granted
      .filter(({ type }) => type === 'application')
      .map(({ resourceAppId, id = '' }) => ({ resourceAppId, resourceName: 'API', appRoleId: id })),
    scopes: granted
      .filter(({ type }) => type === 'delegated')
      .map(({ resourceAppId, value }) => ({ resourceAppId, value })),
    resources: [...new Set(granted.map(({ resourceAppId }) => resourceAppId))],
    ...rest,
  }
}

async function read(
  world: World,
  tenantId: string,
  sees: 'all' | 'none' | 'absent' | 'failed' | 'lost',
): Promise<void> {
  const { deps, clock, requirement, database } = world
  const outcome = makeOutcome(
    sees === 'lost' ? 'login' : 'graph',
    sees === 'lost' ? 'appNotInTenant' : 'graphFault',
  )
  const organization = { read: true, value: { displayName: 'T', defaultDomain: 't.example' } } as const
  const part = (facts: SetFacts): ReadResult<SetFacts> => ({ read: true, value: facts })
  const seen =
    sees === 'failed' || sees === 'lost'
      ? ({ connection: sees, at: clock(), outcome } as const)
      : ({
          connection: 'ok',
          at: clock(),
          organization,
          sets: { [requirement.setId]: part(factsOf(world, sees)) },
        } as const)
  await database.transaction((tx) =>
    recordRead(deps, tx, { tenantId, read: seen, requirements: [requirement], openedLinks: async () => [] }),
  )
}

/** What must be true of a grant, whatever happened. */
interface Model {
  blockedAt?: number
  acts: number
}

test('whatever people do in whatever order: refusals change nothing, races have one winner, a block holds', {
  timeout: 1_800_000,
}, async () => {
  const world = await openWorld()
  let next = 1_000
  await attack('sequences', sequence, async (sequences) => {
    for (const steps of sequences) {
      const ids = [guid(next++), guid(next++)]
      for (const id of ids) {
        await insertTenant(world.database.db, makeTenant(1, { id }))
        await read(world, id, 'none')
      }
      await play(world, ids, steps)
    }
  })
})

async function play(world: World, ids: readonly string[], steps: readonly Step[]): Promise<void> {
  const models: Model[] = ids.map(() => ({ acts: 0 }))
  for (const each of steps) {
    if (each.do === 'wait') {
      world.clock.forward(each.ms)
      continue
    }
    world.clock.forward(1_000)
    const id = ids[each.tenant] ?? ''
    const model = models[each.tenant] ?? { acts: 0 }
    const others = await stateOf(world, ids[1 - each.tenant] ?? '')
    if (each.do === 'read') await read(world, id, each.sees)
    else await obey(world, id, model, each)
    await check(world, id, model)
    // What is done in one tenant touches no other.
    expect(await stateOf(world, ids[1 - each.tenant] ?? '')).toEqual(others)
  }
  for (const [at, id] of ids.entries()) expect(await countActs(world, id)).toBe(models[at]?.acts)
}

async function obey(
  world: World,
  id: string,
  model: Model,
  each: Extract<Step, { do: 'order' | 'race' }>,
): Promise<void> {
  const before = await stateOf(world, id)
  const stale = each.do === 'order' && each.stale
  const version = before.version - (stale ? 1 : 0)
  const given = each.do === 'order' ? [each.order] : [each.first, each.second]
  const results = await Promise.all(
    given.map((one, at) => give(world, one, id, each.do === 'order' ? each.who : at, version)),
  )
  const won = given.filter((_, at) => results[at] === 'done')
  expect(won.length).toBeLessThanOrEqual(1)
  if (stale) expect(won).toEqual([])
  if (won.length === 0) return expect(await stateOf(world, id)).toEqual(before)
  const now = world.clock().getTime()
  model.acts += 1
  if (won[0] === 'block') {
    expect(model.blockedAt).toBeUndefined()
    model.blockedAt = now
  } else if (won[0] !== 'reset') {
    expect(model.blockedAt).toBeDefined()
    if (won[0] === 'undo') expect(now - (model.blockedAt ?? 0)).toBeLessThanOrEqual(minutes(10))
    delete model.blockedAt
  } else expect(['error', 'granting']).toContain(before.status)
}

async function check(world: World, id: string, model: Model): Promise<void> {
  const { status, usable } = await stateOf(world, id)
  expect(status === 'blocked').toBe(model.blockedAt !== undefined)
  if (model.blockedAt !== undefined) expect(usable).toBe(false)
}

/** Every act that counted stands in the history once, and no refusal does. */
async function countActs({ database }: World, tenantId: string): Promise<number> {
  const { acts: written } = await database.db
    .selectFrom('audit')
    .select(({ fn }) => fn.countAll<number>().as('acts'))
    .where('tenant_id', '=', tenantId)
    .where('action', 'in', ['grant.block', 'grant.unblock', 'grant.undoBlock', 'grant.reset'])
    .executeTakeFirstOrThrow()
  return Number(written)
}

async function stateOf({ database, setId }: World, tenantId: string) {
  const grant = await findGrant(database.db, tenantId, setId)
  if (!grant) throw new Error('Expected a grant')
  const { status, usable, version, memory } = grant
  return { status, usable, version, memory }
}
