import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { detectConditions, type EvaluatedGrant } from '#domain/alerts/detect-conditions.ts'
import type { Requirement } from '#domain/catalog/permission-set.ts'
import { applyFacts } from '#domain/status/apply-facts.ts'
import { evaluateStatus } from '#domain/status/evaluate-status.ts'
import type { GrantMemory } from '#domain/status/memory.ts'
import { hours, later, seconds } from '#platform/base/time.ts'
import { runs } from '../../support/runs.ts'
import { histories, play, requirements } from '../status/arbitraries.ts'
import {
  alice,
  declined,
  directoryRead,
  factsWith,
  gone,
  groupRead,
  maxAgeMs,
  notInstalled,
  now,
  passwordAdministrator,
  principal,
  readAt,
  requirement,
  throttled,
  verifiedWith,
} from '../status/grant-samples.ts'

const two = requirement([directoryRead, groupRead])

function evaluated(memory: GrantMemory, required: Requirement = two): EvaluatedGrant {
  return { ...evaluateStatus({ requirement: required, memory, now, maxAgeMs }), memory }
}
const held = (is: EvaluatedGrant, was?: EvaluatedGrant): string[] =>
  detectConditions(is, was).holds.map(({ condition }) => condition)
const ended = (is: EvaluatedGrant): string[] => detectConditions(is).ends.map(({ condition }) => condition)

const well: GrantMemory = {
  facts: { at: readAt, value: factsWith([directoryRead, groupRead]) },
  verified: verifiedWith([directoryRead, groupRead]),
}
const afterReads = (value: NonNullable<GrantMemory['facts']>['value'], reads: number): GrantMemory => {
  let memory = well
  for (let read = 1; read <= reads; read += 1) {
    const at = later(readAt, seconds(61 * read))
    memory = applyFacts(memory, two, { connection: 'ok', at, result: { read: true, value } })
  }
  return memory
}

describe('what is detected', () => {
  test('a loss, only when two reads saw it', () => {
    const lost = factsWith([directoryRead])
    expect(held(evaluated(afterReads(lost, 1)))).toEqual([])
    expect(ended(evaluated(afterReads(lost, 1)))).toEqual(['connectionLost'])
    expect(held(evaluated(afterReads(lost, 2)))).toEqual(['permissionsRemoved'])
    expect(held(evaluated(afterReads(notInstalled, 2)))).toEqual(['appRemoved'])
  })

  test('the app that is gone is known by what it was', () => {
    const [is, was] = [evaluated(afterReads(notInstalled, 2)), evaluated(well)]
    expect(detectConditions(is, was).holds[0]?.detail.objectId).toBe(principal.id)
  })

  test('a new requirement, a missing setting, an app that is off, a consent that failed', () => {
    expect(
      held(
        evaluated({
          ...well,
          verified: verifiedWith([directoryRead]),
          facts: { at: readAt, value: factsWith([directoryRead]) },
        }),
      ),
    ).toEqual(['permissionsNew'])
    const roleless = factsWith([directoryRead, groupRead], { directoryRoles: { read: true, value: [] } })
    const demanding = requirement([directoryRead, groupRead], [passwordAdministrator])
    expect(held(evaluated({ ...well, facts: { at: readAt, value: roleless } }, demanding))).toEqual([
      'settingMissing',
    ])
    const off = factsWith([directoryRead, groupRead], {
      servicePrincipal: { ...principal, accountEnabled: false },
    })
    expect(held(evaluated({ ...well, facts: { at: readAt, value: off } }))).toEqual(['appDisabled'])
    expect(held(evaluated({ ...well, failure: { at: readAt, outcome: declined } }))).toEqual([
      'consentFailed',
    ])
  })

  test('a lost connection is the tenant’s, and says nothing of the set', () => {
    const refused = evaluated({ ...well, connectionLost: { at: now, outcome: gone } })
    expect([...held(refused), ...ended(refused)]).toEqual([])
    const lost = evaluated({ ...well, connectionLost: { at: now, outcome: gone, confirmedAt: now } })
    expect(held(lost)).toEqual(['connectionLost'])
    expect(ended(lost)).toEqual([])
    expect(held(evaluated({ connectionLost: { at: now, outcome: gone } }))).toEqual([])
    expect(ended(evaluated(well))).toContain('connectionLost')
  })

  test('a block accepts everything', () => {
    const blocked = evaluated({ ...afterReads(notInstalled, 2), blocked: { at: now, by: alice } })
    expect(held(blocked)).toEqual([])
    expect(detectConditions(blocked).ends).toContainEqual({ condition: 'appRemoved', because: 'blocked' })
  })

  test('nobody blocked what its catalog closes, nor what was open for a time that is over', () => {
    const open = { ...afterReads(notInstalled, 2), blocked: { at: readAt, by: alice } }
    const until = { at: readAt, until: later(now, 1), by: alice }
    const closed = { condition: 'appRemoved', because: 'closed' }
    const over = evaluated(open)
    expect(detectConditions(over, evaluated({ ...open, open: until })).ends).toContainEqual(closed)
    const memory = afterReads(notInstalled, 2)
    const byDefault = evaluated(memory, { ...two, openForMs: hours(8) })
    expect(detectConditions(byDefault, evaluated(memory)).ends).toContainEqual(closed)
  })

  test('a link that is out leaves the last failure open', () => {
    const consent = { consentId: 'c', phase: 'linkOut' as const, since: now }
    expect(ended(evaluated({ ...well, consent }))).not.toContain('consentFailed')
    expect(ended(evaluated(well))).toContain('consentFailed')
  })
})

describe('whatever is remembered', () => {
  const any = fc
    .tuple(requirements, histories)
    .map(([required, steps]) => [required, play(required, steps).memory] as const)

  test('what holds does not end at the same time, and no condition holds twice', () => {
    fc.assert(
      fc.property(any, ([required, memory]) => {
        const { holds, ends } = detectConditions(evaluated(memory, required))
        const so = holds.map(({ condition }) => condition)
        expect(new Set(so).size).toBe(so.length)
        expect(ends.filter(({ condition }) => so.includes(condition))).toEqual([])
      }),
      runs(2_000),
    )
  })

  test('a failed read opens and ends nothing', () => {
    fc.assert(
      fc.property(any, ([required, memory]) => {
        const { blocked: _, ...rest } = memory
        const failed = evaluated({ ...rest, readFailure: { at: now, outcome: throttled } }, required)
        expect(detectConditions(failed)).toEqual({ holds: [], ends: [] })
      }),
      runs(2_000),
    )
  })

  test('an error is always told, unless it is the connection’s or cannot be known', () => {
    fc.assert(
      fc.property(any, ([required, memory]) => {
        const is = evaluated(memory, required)
        if (is.status === 'error') expect(held(is)).not.toEqual([])
      }),
      runs(2_000),
    )
  })
})
