import { expect, test } from 'vitest'
import { closeIfOver } from '#domain/grants/close-grant.ts'
import { findGrant } from '#domain/grants/grants-store.ts'
import { openGrantIn } from '#domain/grants/open-grant.ts'
import { findTenant } from '#domain/tenants/tenants-store.ts'
import { UserError } from '#platform/base/errors.ts'
import { hours, later, minutes } from '#platform/base/time.ts'
import { demo } from '../../emulator/demo-world.ts'
import { grantAccess } from '../../emulator/world/change-apps.ts'
import { emptyPostgres } from '../support/postgres-database.ts'
import { allEvents, answered, findUntold } from '../support/replay-events.ts'
import { openWhatIfStage, runFollowing, type WhatIfStage } from '../support/what-if-stage.ts'
import { takeWhatIfStep } from '../support/what-if-steps.ts'
import { type Chance, makeChance } from './chance.ts'

/** One that finds something is kept here. */
const seeds = [17, 20_261_130, 5]

/** Opens a set for a time where it is blocked, and lets that time end: by the job, or by the answer of the access API. */
async function openAndEnd({ deps, forward }: WhatIfStage, chance: Chance): Promise<void> {
  const tenantId = chance.pick(demo.tenants.slice(0, 6)).id
  const setId = chance.pick(Object.keys(demo.sets))
  const grant = await findGrant(deps.database.db, tenantId, setId)
  if (!grant) return
  const by = { tenantId: demo.homeTenantId, objectId: demo.people[0]?.id ?? '', name: 'Alice Moreau' }
  const until = later(deps.clock(), minutes(30))
  const order = { tenantId, setId, version: grant.version, by, until, reason: 'INC1 needs it' }
  const opened = deps.database.transaction((tx) => openGrantIn(deps, tx, order, { action: 'grant.unblock' }))
  await opened.catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error
  })
  expect(await findUntold(deps), `${setId} in ${tenantId} was opened`).toEqual([])
  forward(hours(1))
  const now = deps.clock()
  if (chance.oneIn(2))
    await deps.database.transaction((tx) => closeIfOver(deps, tx, { tenantId, setId, now }))
  await answered(deps)
}

/** Somebody grants the set of the app with a limit in Entra, in whatever tenant. */
async function grantInEntra({ deps, emulator: { world }, read }: WhatIfStage, chance: Chance): Promise<void> {
  const { id } = chance.pick(demo.tenants.slice(0, 6))
  const [tenant, set] = [world.tenants.get(id), world.registrations.get(demo.sets['directory-data'] ?? '')]
  if (!tenant || !set) throw new Error('Expected the tenant and the set of the demo')
  grantAccess(world, tenant, set, set.required)
  if (await findTenant(deps.database.db, id)) await read(id)
}

async function walk(stage: WhatIfStage, chance: Chance, steps: number): Promise<void> {
  // An old read is told by `validUntil`, and by no event.
  Object.assign(stage.deps.rules, { accessMaxAgeMs: hours(1_000_000) })
  expect(await findUntold(stage.deps)).toEqual([])
  for (let step = 0; step < steps; step++) {
    if (chance.oneIn(4)) await openAndEnd(stage, chance)
    if (chance.oneIn(5)) await grantInEntra(stage, chance)
    const { asked } = await takeWhatIfStep(stage, chance)
    await runFollowing(stage)
    expect(await findUntold(stage.deps), asked).toEqual([])
  }
  const types = new Set((await allEvents(stage.deps)).map(({ type }) => type))
  expect(types.size).toBeGreaterThanOrEqual(4)
}

test.each(seeds)(
  'whoever takes every event knows what the access API answers, in 100 random acts, seed %i',
  { timeout: 600_000 },
  async (seed) => walk(await openWhatIfStage(), makeChance(seed), 100),
)

test('on PostgreSQL too', { timeout: 600_000 }, async () =>
  walk(await openWhatIfStage(undefined, await emptyPostgres()), makeChance(3), 25),
)
