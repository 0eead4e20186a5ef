import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Permission, permissionKey, type Requirement } from '#domain/catalog/permission-set.ts'
import { applyFacts, type SetRead } from '#domain/status/apply-facts.ts'
import { evaluateStatus } from '#domain/status/evaluate-status.ts'
import type { GrantMemory } from '#domain/status/memory.ts'
import { type Evaluation, type Status, statuses } from '#domain/status/status.ts'
import { later, minutes } from '#platform/base/time.ts'
import type { SetFacts } from '#platform/microsoft/facts.ts'
import {
  frozen,
  histories,
  inCapitals,
  installedFacts,
  missingIn,
  outcomes,
  play,
  requirements,
  shows,
} from './arbitraries.ts'
import {
  alice,
  labelRead,
  maxAgeMs,
  namelessScope,
  requirement,
  roleFact,
  scopeFact,
} from './grant-samples.ts'

/** A grant with a history, evaluated some time after its last step. */
const situations = fc
  .record({
    of: requirements,
    steps: histories,
    afterMs: fc.constantFrom(0, minutes(1), maxAgeMs, maxAgeMs + 1),
  })
  .map(({ of, steps, afterMs }) => {
    const { memory, at } = play(of, steps)
    return { of, memory, now: later(at, afterMs) }
  })

const evaluate = (of: Requirement, memory: GrantMemory, now: Date): Evaluation =>
  evaluateStatus({ requirement: of, memory, now, maxAgeMs })

/** Further along means closer to granted; a loss is worse than a doubt, and both than never granted. */
const ladder: readonly Status[] = [
  'blocked',
  'error',
  'unknown',
  'granting',
  'notGranted',
  'updateRequired',
  'settingsRequired',
  'granted',
]

function grant(facts: SetFacts, permission: Permission): SetFacts {
  return permission.type === 'application'
    ? { ...facts, appRoles: [...facts.appRoles, roleFact(permission)] }
    : { ...facts, scopes: [...facts.scopes, scopeFact(permission)] }
}

/** A list in another order, some of its rows twice. */
const shaken = <T>(list: readonly T[]): fc.Arbitrary<T[]> =>
  fc
    .tuple(fc.shuffledSubarray([...list], { minLength: list.length }), fc.subarray([...list]))
    .map(([all, again]) => [...all, ...again])

const shakenPart = <T>(part: { read: true; value: readonly T[] } | { read: false; outcome: never }) =>
  part.read ? shaken(part.value).map((value) => ({ read: true as const, value })) : fc.constant(part)

describe('any grant with any past', () => {
  test('has one of the eight statuses and never throws; the input stays as it is', () => {
    fc.assert(
      fc.property(situations, ({ of, memory, now }) => {
        const evaluation = evaluateStatus(frozen({ requirement: of, memory, now, maxAgeMs }))
        expect(statuses).toContain(evaluation.status)
        expect(evaluate(of, memory, now)).toEqual(evaluation)
      }),
    )
  })

  test('is granted only if the facts of that tenant say so', () => {
    fc.assert(
      fc.property(situations, ({ of, memory, now }) => {
        if (evaluate(of, memory, now).status !== 'granted') return
        const facts = memory.facts?.value
        expect(facts && missingIn(of, facts)).toEqual([])
        expect(facts?.servicePrincipal).toMatchObject({ accountEnabled: true, isDisabled: false })
        expect(memory).not.toHaveProperty('readFailure')
        expect(memory).not.toHaveProperty('blocked')
        expect(now.getTime() - (memory.facts?.at.getTime() ?? 0)).toBeLessThanOrEqual(maxAgeMs)
      }),
    )
  })

  test('is never granted with a gap, whatever else is granted', () => {
    fc.assert(
      fc.property(situations, installedFacts, fc.nat(), ({ of, memory, now }, facts, pick) => {
        const gap = of.permissions[pick % of.permissions.length]
        if (!gap || shows(facts, gap)) return
        const { status, usable } = evaluate(of, { ...memory, facts: { at: now, value: facts } }, now)
        expect(['granted', 'settingsRequired']).not.toContain(status)
        if (!memory.verified) expect(usable).toBe(false)
      }),
    )
  })

  test('is blocked exactly if somebody blocked it, and then nothing may use it', () => {
    fc.assert(
      fc.property(situations, fc.boolean(), ({ of, memory: { blocked: _, ...memory }, now }, block) => {
        const at = block ? { blocked: { at: now, by: alice } } : {}
        const { status, usable, findings } = evaluate(of, { ...memory, ...at }, now)
        expect(status === 'blocked').toBe(block)
        expect(findings[0]?.code === 'BLOCKED_HERE').toBe(block)
        if (block) expect(usable).toBe(false)
      }),
    )
  })

  test('tells only missing permissions as missing, and names every one of them', () => {
    fc.assert(
      fc.property(situations, ({ of, memory, now }) => {
        const facts = memory.facts?.value
        const { status, findings } = evaluate(of, memory, now)
        if (!facts || status === 'blocked') return
        const codes = ['PERMISSIONS_MISSING', 'PERMISSIONS_NEW', 'NOT_INSTALLED', 'LOSS_UNCONFIRMED']
        const told = findings
          .filter(({ code }) => [...codes, 'PERMISSIONS_REMOVED', 'APP_REMOVED'].includes(code))
          .flatMap(({ permissions = [] }) => permissions)
        const required = new Set(of.permissions.map(permissionKey))
        expect([...new Set(told)].filter((key) => required.has(key)).toSorted()).toEqual(
          missingIn(of, facts).toSorted(),
        )
        expect(told).toHaveLength(new Set(told).size)
      }),
    )
  })
})

describe('what is granted more', () => {
  test('never lowers a status', () => {
    fc.assert(
      fc.property(situations, installedFacts, fc.nat(), ({ of, memory, now }, facts, pick) => {
        const more = of.permissions[pick % of.permissions.length]
        if (!more || more.knowledge === 'none') return
        const before = evaluate(of, { ...memory, facts: { at: now, value: facts } }, now)
        const after = evaluate(of, { ...memory, facts: { at: now, value: grant(facts, more) } }, now)
        expect(ladder.indexOf(after.status)).toBeGreaterThanOrEqual(ladder.indexOf(before.status))
        if (before.usable) expect(after.usable).toBe(true)
      }),
    )
  })

  test('and required by nobody is a finding and nothing else', () => {
    const isExtra = ({ code }: { code: string }): boolean => code.startsWith('EXTRA_')
    fc.assert(
      fc.property(situations, installedFacts, ({ of, memory, now }, facts) => {
        const extra = { ...labelRead, id: '7f7f7f7f-0000-4000-8000-000000000001' }
        const before = evaluate(of, { ...memory, facts: { at: now, value: facts } }, now)
        const after = evaluate(of, { ...memory, facts: { at: now, value: grant(facts, extra) } }, now)
        const rest = ({ findings, ...evaluation }: Evaluation) => ({
          ...evaluation,
          // Remaining grants are a finding of a block, and extras are remaining grants.
          findings: findings.filter((one) => !isExtra(one) && one.code !== 'GRANTS_REMAIN_IN_ENTRA'),
        })
        expect(rest(after)).toEqual(rest(before))
        if (after.status !== 'blocked') expect(after.findings.some(isExtra)).toBe(true)
      }),
    )
  })

  test('as a delegated grant does not satisfy an application permission, nor the other way round', () => {
    fc.assert(
      fc.property(requirements, installedFacts, fc.nat(), (of, facts, pick) => {
        const wanted = of.permissions[pick % of.permissions.length]
        if (!wanted) return
        const twin = {
          ...wanted,
          type: wanted.type === 'application' ? 'delegated' : 'application',
        } as Permission
        const without = {
          ...facts,
          appRoles: facts.appRoles.filter(({ appRoleId }) => appRoleId !== wanted.id),
          scopes: facts.scopes.filter(({ value }) => value !== wanted.value),
        }
        const now = new Date('2026-03-01T08:00:00.000Z')
        const { status } = evaluate(of, { facts: { at: now, value: grant(without, twin) } }, now)
        expect(['granted', 'settingsRequired']).not.toContain(status)
      }),
    )
  })

  test('a scope without a known name can never make a set granted', () => {
    fc.assert(
      fc.property(installedFacts, (facts) => {
        const now = new Date('2026-03-01T08:00:00.000Z')
        const value = grant(facts, namelessScope)
        expect(evaluate(requirement([namelessScope]), { facts: { at: now, value } }, now).status).not.toBe(
          'granted',
        )
      }),
    )
  })
})

describe('what Microsoft may write in many ways', () => {
  test('the order of lists and repeated rows change nothing', () => {
    fc.assert(
      fc.property(
        situations.chain(({ of, memory, now }) => {
          const facts = memory.facts?.value
          const lists = fc.record({
            permissions: shaken(of.permissions),
            settings: fc.shuffledSubarray([...of.settings], { minLength: of.settings.length }),
            appRoles: shaken(facts?.appRoles ?? []),
            scopes: shaken(facts?.scopes ?? []),
            resources: shaken(facts?.resources ?? []),
            directoryRoles: facts ? shakenPart(facts.directoryRoles as never) : fc.constant(undefined),
            servicePlans: facts ? shakenPart(facts.servicePlans as never) : fc.constant(undefined),
          })
          return lists.map((other) => ({ of, memory, now, other }))
        }),
        ({ of, memory, now, other: { permissions, settings, ...lists } }) => {
          const again = { ...of, permissions, settings }
          const facts = memory.facts && {
            ...memory.facts,
            value: { ...memory.facts.value, ...lists } as SetFacts,
          }
          const shakenMemory = { ...memory, ...(facts ? { facts } : {}) }
          expect(evaluate(again, shakenMemory, now)).toEqual(evaluate(of, memory, now))
        },
      ),
    )
  })

  test('the case of GUIDs changes nothing', () => {
    fc.assert(
      fc.property(situations, ({ of, memory, now }) => {
        const facts = memory.facts && { facts: inCapitals(memory.facts) }
        const verified = memory.verified && { verified: inCapitals(memory.verified) }
        const loud = evaluate(inCapitals(of), { ...memory, ...facts, ...verified }, now)
        expect(loud).toEqual(evaluate(of, memory, now))
      }),
    )
  })
})

describe('a read that failed or was cut', () => {
  const reads = fc.record({ outcome: outcomes, cut: fc.boolean() })

  test('makes the status unknown, unless it is blocked; it takes nothing away and announces no loss', () => {
    fc.assert(
      fc.property(situations, reads, ({ of, memory, now }, { outcome, cut }) => {
        const at = now
        const read: SetRead = cut
          ? { connection: 'ok', at, result: { read: false, outcome } }
          : { connection: 'failed', at, outcome }
        const after = applyFacts(memory, of, read)
        const { readFailure: _, ...left } = after
        const { readFailure: _r, ...before } = memory
        expect(left).toEqual(before)
        const evaluation = evaluate(of, after, now)
        expect(evaluation.status).toBe(memory.blocked ? 'blocked' : 'unknown')
        const was = evaluate(of, memory, now)
        expect(evaluation.usable).toBe(was.usable)
        const losses = ({ findings }: Evaluation) => findings.filter(({ code }) => /REMOVED|LOSS/.test(code))
        expect(losses(evaluation)).toEqual(losses(was))
      }),
    )
  })

  test('an answer that the connection is gone takes no grant away either', () => {
    fc.assert(
      fc.property(situations, outcomes, ({ of, memory, now }, outcome) => {
        const after = applyFacts(memory, of, { connection: 'lost', at: now, outcome })
        for (const key of [
          'facts',
          'verified',
          'losses',
          'lossSeenAt',
          'lossConfirmedAt',
          'blocked',
        ] as const) {
          expect(after[key]).toEqual(memory[key])
        }
        const { status, usable } = evaluate(of, after, now)
        expect(usable).toBe(evaluate(of, memory, now).usable)
        if (!memory.facts) expect(status).not.toBe('granted')
        else if (!memory.connectionLost) expect(status).toBe(memory.blocked ? 'blocked' : 'unknown')
        const twice = applyFacts(after, of, { connection: 'lost', at: later(now, minutes(1)), outcome })
        if (memory.facts) expect(evaluate(of, twice, now).status).toBe(memory.blocked ? 'blocked' : 'error')
      }),
    )
  })
})
