import fc from 'fast-check'
import type { Permission, PermissionKey, Requirement } from '#domain/catalog/permission-set.ts'
import { permissionKey } from '#domain/catalog/permission-set.ts'
import { applyFacts, type SetRead } from '#domain/status/apply-facts.ts'
import type { GrantMemory } from '#domain/status/memory.ts'
import { later, seconds } from '#platform/base/time.ts'
import type { ReadResult, SetFacts } from '#platform/microsoft/facts.ts'
import type { Outcome } from '#platform/microsoft/outcome.ts'
import { makeOutcome, type OutcomeName, outcomeTable } from '#platform/microsoft/outcomes.ts'
import {
  alice,
  clientId,
  directoryRead,
  exchangeApi,
  exchangeMailRead,
  graphApi,
  groupRead,
  labelRead,
  labelsApi,
  mailRead,
  mailReadScope,
  namelessScope,
  passwordAdministrator,
  premium,
  principal,
  requirement,
  roleFact,
  scopeFact,
  userRead,
  userWrite,
} from './grant-samples.ts'

/** Small, with GUIDs that repeat between types and APIs, to find collisions. */
const pool: readonly Permission[] = [
  directoryRead,
  groupRead,
  userWrite,
  userRead,
  mailRead,
  mailReadScope,
  exchangeMailRead,
  labelRead,
]
const isRole = ({ type }: Permission): boolean => type === 'application'

export const outcomes: fc.Arbitrary<Outcome> = fc
  .record({
    service: fc.constantFrom('login', 'graph', 'network'),
    name: fc.constantFrom(...(Object.keys(outcomeTable) as OutcomeName[])),
  })
  .map(({ service, name }) => makeOutcome(service, name))

const unread = (outcome: Outcome): ReadResult<never> => ({ read: false, outcome })
const settings = fc.subarray([passwordAdministrator, premium])

/** Never empty: the empty one has tests of its own. */
export const requirements: fc.Arbitrary<Requirement> = fc
  .tuple(fc.subarray([...pool, namelessScope], { minLength: 1 }), settings)
  .map(([permissions, list]) => requirement(permissions, list))

export const principals = fc.record({
  id: fc.constant(principal.id),
  accountEnabled: fc.constantFrom(true, true, true, false),
  isDisabled: fc.constantFrom(false, false, false, true),
})

const strangeRoles = fc.subarray([
  { resourceName: 'Some API', appRoleId: '88888888-0000-4000-8000-000000000001' },
  { resourceAppId: labelsApi, resourceName: 'Labels', appRoleId: '88888888-0000-4000-8000-000000000002' },
  { resourceAppId: graphApi, resourceName: 'Graph', appRoleId: '00000000-0000-0000-0000-000000000000' },
])
const strangeScopes = fc.subarray([
  { value: 'Some.Word' },
  { resourceAppId: graphApi, value: 'openid' },
  { resourceAppId: exchangeApi, value: 'User.Read' },
])

/** One complete read, with the app installed. */
export const installedFacts: fc.Arbitrary<SetFacts> = fc
  .record({
    servicePrincipal: principals,
    granted: fc.oneof(fc.subarray([...pool]), fc.constant([...pool])),
    strangeRoles,
    strangeScopes,
    resources: fc.subarray([graphApi, exchangeApi, labelsApi]),
    directoryRoles: fc.oneof(
      fc.constantFrom(
        { read: true as const, value: [] },
        {
          read: true as const,
          value: [{ roleTemplateId: '966707d0-3269-4727-9be2-8c3a10f19b9d', via: 'group' as const }],
        },
      ),
      outcomes.map(unread),
    ),
    servicePlans: fc.oneof(
      fc.constantFrom(
        { read: true as const, value: [] },
        { read: true as const, value: ['AAD_PREMIUM', 'MFA_PREMIUM'] },
      ),
      outcomes.map(unread),
    ),
  })
  .map(({ granted, strangeRoles: roles, strangeScopes: words, ...facts }) => ({
    ...facts,
    appRoles: [...granted.filter(isRole).map(roleFact), ...roles],
    scopes: [...granted.filter((one) => !isRole(one)).map(scopeFact), ...words],
  }))

export const completeFacts: fc.Arbitrary<SetFacts> = fc.oneof(
  { weight: 6, arbitrary: installedFacts },
  {
    weight: 1,
    arbitrary: installedFacts.map(({ servicePrincipal: _, ...facts }) => ({
      ...facts,
      appRoles: [],
      scopes: [],
    })),
  },
)

export const start = new Date('2026-03-01T08:00:00.000Z')

export type Step =
  | { kind: 'read'; afterMs: number; read: (at: Date) => SetRead }
  | { kind: 'change'; afterMs: number; change: (memory: GrantMemory, at: Date) => GrantMemory }

const gaps = fc.constantFrom(0, 1, seconds(5), seconds(59.999), seconds(60), seconds(61), seconds(3_600))
const reads: fc.Arbitrary<(at: Date) => SetRead> = fc.oneof(
  {
    weight: 6,
    arbitrary: completeFacts.map((value) => (at: Date): SetRead => {
      return { connection: 'ok', at, result: { read: true, value } }
    }),
  },
  {
    weight: 1,
    arbitrary: outcomes.map(
      (o) =>
        (at: Date): SetRead => ({ connection: 'ok', at, result: unread(o) }),
    ),
  },
  {
    weight: 1,
    arbitrary: outcomes.map(
      (outcome) =>
        (at: Date): SetRead => ({ connection: 'failed', at, outcome }),
    ),
  },
  {
    weight: 1,
    arbitrary: outcomes.map(
      (outcome) =>
        (at: Date): SetRead => ({ connection: 'lost', at, outcome }),
    ),
  },
)
const changes: fc.Arbitrary<(memory: GrantMemory, at: Date) => GrantMemory> = fc.oneof(
  fc
    .constantFrom('linkOut' as const, 'spreading' as const)
    .map((phase) => (memory: GrantMemory, since: Date) => ({
      ...memory,
      consent: { consentId: 'c', phase, since },
    })),
  outcomes.map((outcome) => ({ consent: _, ...memory }: GrantMemory, at: Date) => ({
    ...memory,
    failure: { at, outcome },
  })),
  fc.constant((memory: GrantMemory, at: Date) => ({ ...memory, blocked: { at, by: alice } })),
  fc.constant(({ blocked: _, ...memory }: GrantMemory) => memory),
)

/** Events of a grant over time: reads of all kinds, consents, failures, blocks. */
export const histories: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('read' as const), afterMs: gaps, read: reads }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('change' as const), afterMs: gaps, change: changes }),
    },
  ),
  { maxLength: 9 },
)

/** Replays a history. `each` gets the memory before and after every step. */
export function play(
  of: Requirement,
  steps: readonly Step[],
  each: (before: GrantMemory, after: GrantMemory, step: Step, at: Date) => void = () => {},
): { memory: GrantMemory; at: Date } {
  let memory: GrantMemory = {}
  let at = start
  for (const step of steps) {
    at = later(at, step.afterMs)
    const before = memory
    memory = step.kind === 'read' ? applyFacts(memory, of, step.read(at)) : step.change(memory, at)
    each(before, memory, step, at)
  }
  return { memory, at }
}

/** An independent implementation: same API, type, and GUID or whole scope name, in an installed app. */
export function shows(facts: SetFacts, permission: Permission): boolean {
  const { resourceAppId, type, id, value, knowledge } = permission
  if (!facts.servicePrincipal || (type === 'delegated' && knowledge === 'none')) return false
  return type === 'application'
    ? facts.appRoles.some((role) => role.resourceAppId === resourceAppId && role.appRoleId === id)
    : facts.scopes.some((scope) => scope.resourceAppId === resourceAppId && scope.value === value)
}

export const missingIn = (of: Requirement, facts: SetFacts): PermissionKey[] =>
  of.permissions.filter((permission) => !shows(facts, permission)).map(permissionKey)

/** A copy in which every GUID is written in capitals. */
export function inCapitals<T>(value: T): T {
  const guid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
  if (value instanceof Date) return value
  if (typeof value === 'string') return value.replace(guid, (text) => text.toUpperCase()) as T
  if (Array.isArray(value)) return value.map(inCapitals) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inCapitals(item)])) as T
}

/** Makes every change of the value throw. */
export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const item of Object.values(value)) frozen(item)
  }
  return value
}

export { clientId }
