import { describe, expect, it } from 'vitest'
import { answerAccess } from '#domain/access/answer-access.ts'
import { loadCatalog } from '#domain/catalog/load-catalog.ts'
import { requirementFromCatalog } from '#domain/catalog/requirement.ts'
import type { Rules } from '#domain/deps.ts'
import { blockGrant } from '#domain/grants/block-grant.ts'
import { insertGrant } from '#domain/grants/grants-store.ts'
import { unblockGrant } from '#domain/grants/unblock-grant.ts'
import { evaluateStatus } from '#domain/status/evaluate-status.ts'
import type { GrantMemory } from '#domain/status/memory.ts'
import { markRefreshed } from '#domain/tenants/app-refreshes-store.ts'
import { insertTenant } from '#domain/tenants/tenants-store.ts'
import { hours, later } from '#platform/base/time.ts'
import type { Jobs } from '#platform/jobs/jobs.ts'
import type { SetFacts } from '#platform/microsoft/facts.ts'
import { makeOutcome } from '#platform/microsoft/outcomes.ts'
import { guid, makeTenant, alice as person } from '../../stores/samples.ts'
import { makeTestClock } from '../../support/clocks.ts'
import { openTestDatabase } from '../../support/databases.ts'
import { makeTestPeople } from '../../support/people.ts'
import { withReactions } from '../../support/with-reactions.ts'

const alice = { ...person, roles: ['approver'] as const }
const setId = 'directory-data'
const clientIds = { [setId]: guid(77) }
const tenantId = guid(1)
const maxAgeMs = hours(24)
const catalog = await loadCatalog()
const set = catalog.sets.find(({ id }) => id === setId)
if (!set) throw new Error('Expected the set in the catalog')
const requirement = requirementFromCatalog(set, clientIds[setId] ?? '')

/** Facts with every requirement met. */
const complete: SetFacts = {
  servicePrincipal: { id: guid(5), accountEnabled: true, isDisabled: false },
  appRoles: set.permissions
    .filter(({ type }) => type === 'application')
    .map(({ resourceAppId, id, api }) => ({ resourceAppId, appRoleId: id, resourceName: api })),
  scopes: set.permissions
    .filter(({ type }) => type === 'delegated')
    .map(({ resourceAppId, value }) => ({ resourceAppId, value })),
  resources: [...new Set(set.permissions.map(({ resourceAppId }) => resourceAppId))],
  directoryRoles: { read: true, value: [] },
  servicePlans: { read: true, value: ['AAD_PREMIUM', 'AAD_PREMIUM_P2'] },
}

async function open(memory?: (now: Date) => GrantMemory) {
  const database = await openTestDatabase()
  const clock = makeTestClock()
  await insertTenant(database.db, makeTenant(1))
  const nothing = { enqueue: async () => {} } as unknown as Jobs
  const rules = { maxAgeMs } as Rules
  const people = makeTestPeople(alice.tenantId, { approver: [alice.objectId] })
  const deps = withReactions({ database, clock, people, catalog, clientIds, rules, jobs: nothing })
  if (memory) {
    const now = clock()
    const known = memory(now)
    const evaluation = evaluateStatus({ requirement, memory: known, now, maxAgeMs })
    const grant = { ...evaluation, tenantId, setId, version: 1, statusSince: now, memory: known }
    await insertGrant(database.db, grant)
  }
  return { deps, database, clock, ask: () => answerAccess(deps, { tenantId, setId }) }
}

const granted = (at: Date): GrantMemory => ({ facts: { at, value: complete } })

describe('the access of a set', () => {
  it('is there when everything is granted, with the time of the read and the apps', async () => {
    const { ask, clock, database } = await open(granted)
    const [app] = set.apps
    await markRefreshed(database.db, tenantId, [app ?? ''], later(clock(), 5))
    const answer = await ask()
    expect(answer).toMatchObject({
      tenant: tenantId,
      set: setId,
      allowed: true,
      status: 'granted',
      reason: 'ALL_GRANTED',
      since: clock().toISOString(),
      checkedAt: clock().toISOString(),
    })
    expect(answer.apps.map(({ id }) => id).sort()).toEqual([...set.apps].sort())
    expect(answer.apps.filter(({ refreshedAt }) => refreshedAt)).toMatchObject([{ id: app }])
  })

  it('is not there when a permission is missing', async () => {
    const { ask } = await open((at) => ({ facts: { at, value: { ...complete, appRoles: [], scopes: [] } } }))
    expect(await ask()).toMatchObject({ allowed: false, status: 'notGranted' })
  })

  it('is not there before the first read', async () => {
    const { ask } = await open(() => ({}))
    expect(await ask()).toMatchObject({
      allowed: false,
      status: 'unknown',
      checkedAt: null,
      reason: 'NEVER_READ',
    })
  })

  it('is not taken away by a read that failed, and says that nobody knows', async () => {
    const outcome = makeOutcome('graph', 'graphThrottled')
    const { ask } = await open((at) => ({ ...granted(at), readFailure: { at, outcome } }))
    expect(await ask()).toMatchObject({ allowed: true, status: 'unknown', lastKnownStatus: 'granted' })
  })

  it('says that nobody knows once the read is too old, as the cards do', async () => {
    const { ask, clock } = await open(granted)
    const readAt = clock()
    clock.forward(maxAgeMs + 1)
    expect(await ask()).toMatchObject({
      allowed: true,
      status: 'unknown',
      lastKnownStatus: 'granted',
      reason: 'READ_TOO_OLD',
      since: later(readAt, maxAgeMs).toISOString(),
      checkedAt: readAt.toISOString(),
    })
  })

  it('ends when the tenant was not read for longer than apps may rely on, and says so before', async () => {
    const { ask, clock, deps } = await open(granted)
    const endsAt = later(clock(), hours(72))
    expect(await ask()).toMatchObject({ allowed: true, validUntil: endsAt.toISOString() })
    clock.forward(hours(72) - 1)
    expect(await ask()).toMatchObject({ allowed: true, status: 'unknown', validUntil: endsAt.toISOString() })
    clock.forward(1)
    const ended = await ask()
    expect(ended).toMatchObject({ allowed: false, status: 'unknown', reason: 'READ_TOO_OLD' })
    expect(ended).not.toHaveProperty('validUntil')
    Object.assign(deps.rules, { accessMaxAgeMs: hours(100) })
    expect(await ask()).toMatchObject({ allowed: true, validUntil: later(endsAt, hours(28)).toISOString() })
  })

  it.each<[string, (at: Date) => Partial<GrantMemory>, string]>([
    [
      'whose last read failed',
      (at) => ({ readFailure: { at, outcome: makeOutcome('graph', 'graphThrottled') } }),
      'unknown',
    ],
    [
      'whose connection is lost',
      (at) => ({
        connectionLost: { at, outcome: makeOutcome('login', 'appNotInTenant'), confirmedAt: at },
      }),
      'error',
    ],
  ])('of a tenant %s ends in the same time', async (_what, trouble, status) => {
    const { ask, clock } = await open((at) => ({ ...granted(at), ...trouble(at) }))
    expect(await ask()).toMatchObject({ allowed: true, status, validUntil: expect.any(String) })
    clock.forward(hours(73))
    expect(await ask()).toMatchObject({ allowed: false, status, reason: 'READ_TOO_OLD' })
  })

  it.each([
    ['a tenant', { tenantId: guid(9), setId }],
    ['a set', { tenantId, setId: 'no-such-set' }],
  ])('of %s that is not known is the same no', async (_, question) => {
    const { deps } = await open(granted)
    expect(await answerAccess(deps, question)).toEqual({
      tenant: question.tenantId,
      set: question.setId,
      allowed: false,
      status: 'notGranted',
      since: null,
      reason: 'NO_SUCH_GRANT',
      checkedAt: null,
      apps: [],
    })
  })
})

describe('a block', () => {
  it('answers no from its own transaction on, and an unblock yes', async () => {
    const { ask, deps, clock } = await open(granted)
    clock.forward(1_000)
    await blockGrant(deps, { tenantId, setId, version: 1, by: alice })
    expect(await ask()).toMatchObject({
      allowed: false,
      status: 'blocked',
      lastKnownStatus: 'granted',
      reason: 'BLOCKED_HERE',
      since: clock().toISOString(),
    })
    await unblockGrant(deps, { tenantId, setId, version: 2, by: alice })
    expect(await ask()).toMatchObject({ allowed: true, status: 'granted' })
  })

  it('that is not committed answers nothing yet', async () => {
    const { ask, deps, database } = await open(granted)
    await database
      .transaction(async (tx) => {
        await tx.updateTable('grants').set({ status: 'blocked', usable: 0 }).execute()
        expect(await ask()).toMatchObject({ allowed: true, status: 'granted' })
        throw new Error('rolled back')
      })
      .catch(() => undefined)
    expect(await ask()).toMatchObject({ allowed: true })
    await blockGrant(deps, { tenantId, setId, version: 1, by: alice })
    expect(await ask()).toMatchObject({ allowed: false })
  })

  it('is told without a name of a person', async () => {
    const { ask, deps } = await open(granted)
    await blockGrant(deps, { tenantId, setId, version: 1, by: alice })
    expect(JSON.stringify(await ask())).not.toContain(alice.name)
  })
})
