import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { permissionKey, type Requirement } from '#domain/catalog/permission-set.ts'
import { applyFacts, type SetRead, viewOfSet } from '#domain/status/apply-facts.ts'
import { evaluateStatus } from '#domain/status/evaluate-status.ts'
import type { GrantMemory } from '#domain/status/memory.ts'
import { later, seconds } from '#platform/base/time.ts'
import type { SetFacts, TenantRead } from '#platform/microsoft/facts.ts'
import { runs } from '../../support/runs.ts'
import { frozen, histories, missingIn, play, requirements } from './arbitraries.ts'
import {
  alice,
  clientId,
  declined,
  directoryRead,
  earlier,
  factsWith,
  gone,
  groupRead,
  labelRead,
  maxAgeMs,
  notInstalled,
  requirement,
  throttled,
  userRead,
  userWrite,
  verifiedWith,
} from './grant-samples.ts'

const required = [directoryRead, groupRead, userRead]
const needed = requirement(required)
const t0 = new Date('2026-03-01T08:00:00.000Z')
const complete = (value: SetFacts, at = t0): SetRead => ({
  connection: 'ok',
  at,
  result: { read: true, value },
})
const learn = (memory: GrantMemory, read: SetRead, of: Requirement = needed): GrantMemory =>
  applyFacts(memory, of, read)
const statusOf = (memory: GrantMemory, at: Date, of: Requirement = needed) =>
  evaluateStatus({ requirement: of, memory, now: at, maxAgeMs }).status

describe('a complete read', () => {
  test('that shows everything verifies the requirement and ends consent, failure, doubt and loss', () => {
    const memory: GrantMemory = {
      readFailure: { at: earlier, outcome: throttled },
      connectionLost: { at: earlier, outcome: gone },
      consent: { consentId: 'c', phase: 'spreading', since: earlier },
      failure: { at: earlier, outcome: declined },
      losses: [{ key: permissionKey(groupRead), since: earlier, confirmed: true }],
      lossSeenAt: earlier,
      lossConfirmedAt: earlier,
      verified: verifiedWith(required),
    }
    const value = factsWith(required)
    expect(learn(memory, complete(value))).toEqual({
      facts: { at: t0, value },
      verified: { at: t0, permissions: required.map(permissionKey).toSorted(), clientId },
    })
  })

  test('keeps a block: reading does not unblock', () => {
    const blocked = { at: earlier, by: alice }
    expect(learn({ blocked }, complete(factsWith(required))).blocked).toEqual(blocked)
  })

  test('keeps the first moment of an unbroken row', () => {
    const first = learn({}, complete(factsWith(required)))
    const second = learn(first, complete(factsWith([...required, labelRead]), later(t0, 1)))
    expect(second.verified).toEqual(first.verified)
  })

  test('a grown requirement or another client id begins a new row', () => {
    const first = learn({}, complete(factsWith(required)))
    const at = later(t0, seconds(100))
    const grown = requirement([...required, userWrite])
    expect(learn(first, complete(factsWith([...required, userWrite]), at), grown).verified?.at).toEqual(at)
    const moved = { ...needed, clientId: '2b2b2b2b-0000-4000-8000-00000000000b' }
    expect(learn(first, complete(factsWith(required), at), moved).verified).toMatchObject({
      at,
      clientId: moved.clientId,
    })
  })

  test('that shows a part verifies nothing and ends no consent', () => {
    const consent = { consentId: 'c', phase: 'linkOut' as const, since: earlier }
    const memory = learn({ consent }, complete(factsWith([directoryRead])))
    expect(memory).toMatchObject({ consent })
    expect(memory).not.toHaveProperty('verified')
    expect(memory).not.toHaveProperty('lossSeenAt')
  })

  test('of an empty requirement verifies nothing', () => {
    expect(learn({}, complete(factsWith(required)), requirement([]))).not.toHaveProperty('verified')
  })

  test('that began before the last answer is ignored', () => {
    const memory = learn({}, complete(factsWith(required), later(t0, 1)))
    expect(learn(memory, complete(notInstalled, t0))).toBe(memory)
    const lost = learn(memory, { connection: 'lost', at: later(t0, 2), outcome: gone })
    expect(learn(lost, complete(notInstalled, later(t0, 1)))).toBe(lost)
  })

  test('does not end a failure that began after it', () => {
    const readFailure = { at: later(t0, 1), outcome: throttled }
    expect(learn({ readFailure }, complete(factsWith(required)))).toMatchObject({ readFailure })
  })
})

describe('a read that failed', () => {
  test('counts since the first one and tells the last outcome', () => {
    const first = learn({}, { connection: 'failed', at: t0, outcome: throttled })
    const result = { read: false, outcome: declined } as const
    const second = learn(first, { connection: 'ok', at: later(t0, 9), result })
    expect(second).toEqual({ readFailure: { at: t0, outcome: declined } })
  })

  test('a lost connection counts since the first answer and ends a failure', () => {
    const failed = learn({}, { connection: 'failed', at: t0, outcome: throttled })
    const lost = learn(failed, { connection: 'lost', at: later(t0, 1), outcome: gone })
    expect(lost).toEqual({ connectionLost: { at: later(t0, 1), outcome: gone } })
    const again = learn(lost, { connection: 'lost', at: later(t0, 2), outcome: declined })
    expect(again).toEqual({ connectionLost: { at: later(t0, 1), outcome: declined } })
  })

  test('a refused connection is a failed read, until a second read 60 s later is refused too', () => {
    const whole = learn({}, complete(factsWith(required)))
    const refused = (memory: GrantMemory, ms: number) =>
      learn(memory, { connection: 'lost', at: later(t0, ms), outcome: gone })
    const once = refused(whole, 1_000)
    expect(statusOf(once, later(t0, 1_000))).toBe('unknown')
    const soon = refused(once, 60_999)
    expect(statusOf(soon, later(t0, 60_999))).toBe('unknown')
    const failed = learn(soon, { connection: 'failed', at: later(t0, 70_000), outcome: throttled })
    expect(statusOf(failed, later(t0, 70_000))).toBe('unknown')
    const certain = refused(soon, 61_000)
    expect(certain.connectionLost).toMatchObject({ at: later(t0, 1_000), confirmedAt: later(t0, 61_000) })
    expect(statusOf(certain, later(t0, 61_000))).toBe('error')
    expect(refused(certain, 99_000).connectionLost?.confirmedAt).toEqual(later(t0, 61_000))
    const back = learn(certain, complete(factsWith(required), later(t0, 120_000)))
    expect(back).not.toHaveProperty('connectionLost')
  })
})

describe('a loss', () => {
  const whole = learn({}, complete(factsWith(required)))
  const key = permissionKey(groupRead)
  const without = factsWith([directoryRead, userRead])

  test('is pending after one read and certain after a second one 60 s later', () => {
    const once = learn(whole, complete(without, later(t0, 1_000)))
    expect(statusOf(once, later(t0, 1_000))).toBe('unknown')
    const soon = learn(once, complete(without, later(t0, 60_999)))
    expect(statusOf(soon, later(t0, 60_999))).toBe('unknown')
    const certain = learn(soon, complete(without, later(t0, 61_000)))
    expect(certain).toMatchObject({
      losses: [{ key, since: later(t0, 1_000), confirmed: true }],
      lossSeenAt: later(t0, 1_000),
      lossConfirmedAt: later(t0, 61_000),
    })
    expect(statusOf(certain, later(t0, 61_000))).toBe('error')
    expect(certain.verified).toEqual(whole.verified)
  })

  test('failed and cut reads in between neither confirm nor clear it', () => {
    const once = learn(whole, complete(without, later(t0, 1_000)))
    const failed = learn(once, { connection: 'failed', at: later(t0, 90_000), outcome: throttled })
    expect(failed.losses).toEqual(once.losses)
    expect(failed).not.toHaveProperty('lossConfirmedAt')
    const second = learn(failed, complete(without, later(t0, 95_000)))
    expect(second).toHaveProperty('lossConfirmedAt')
  })

  test('replicas that each lack something else confirm nothing', () => {
    const first = learn(whole, complete(without, later(t0, 1_000)))
    const second = learn(first, complete(factsWith([directoryRead, groupRead]), later(t0, 100_000)))
    expect(second.losses).toEqual([
      { key: permissionKey(userRead), since: later(t0, 100_000), confirmed: false },
    ])
    expect(statusOf(second, later(t0, 100_000))).toBe('unknown')
  })

  test('a whole read in between starts again', () => {
    const once = learn(whole, complete(without, later(t0, 1_000)))
    const back = learn(once, complete(factsWith(required), later(t0, 30_000)))
    expect(back).not.toHaveProperty('lossSeenAt')
    const again = learn(back, complete(without, later(t0, 70_000)))
    expect(again).not.toHaveProperty('lossConfirmedAt')
  })

  test('of the whole app is certain after two reads, too', () => {
    const once = learn(whole, complete(notInstalled, later(t0, 1_000)))
    const twice = learn(once, complete(notInstalled, later(t0, 61_000)))
    expect(twice.losses?.every(({ confirmed }) => confirmed)).toBe(true)
    expect(twice.losses).toHaveLength(3)
  })

  test('a confirmed one stays certain and is over when the permission is back', () => {
    const once = learn(whole, complete(without, later(t0, 1_000)))
    const certain = learn(once, complete(without, later(t0, 61_000)))
    const still = learn(certain, complete(without, later(t0, 62_000)))
    expect(still.lossConfirmedAt).toEqual(certain.lossConfirmedAt)
    const back = learn(still, complete(factsWith(required), later(t0, 63_000)))
    expect(statusOf(back, later(t0, 63_000))).toBe('granted')
    expect(back.verified?.at).toEqual(later(t0, 63_000))
  })

  test('an unreadable requirement ends no loss', () => {
    const once = learn(whole, complete(without, later(t0, 1_000)))
    const unreadable = learn(once, complete(without, later(t0, 5_000)), requirement([]))
    expect(unreadable.losses).toEqual(once.losses)
  })

  test('of the whole app takes what is no longer required, too', () => {
    const memory = learn(whole, complete(notInstalled, later(t0, 1_000)), requirement([directoryRead]))
    expect(memory.losses).toHaveLength(3)
  })

  test('what is no longer required may go', () => {
    const shrunk = requirement([directoryRead, userRead])
    const memory = learn(whole, complete(without, later(t0, 1_000)), shrunk)
    expect(memory).not.toHaveProperty('lossSeenAt')
    expect(statusOf(memory, later(t0, 1_000), shrunk)).toBe('granted')
  })
})

describe('any history', () => {
  test('needs two complete reads at least 60 s apart, and all between them, to announce a loss', () => {
    fc.assert(
      fc.property(requirements, histories, (of, steps) => {
        const seen: { at: Date; missing: Set<string> }[] = []
        play(of, steps, (before, after, step, at) => {
          if (after.facts !== before.facts && after.facts) {
            const { value } = after.facts
            // Permissions of a deleted app are lost too, required or not.
            const verified = value.servicePrincipal ? [] : (before.verified?.permissions ?? [])
            seen.push({ at, missing: new Set([...missingIn(of, value), ...verified]) })
          }
          if (step.kind !== 'read') return
          const { findings } = evaluateStatus({ requirement: of, memory: after, now: at, maxAgeMs })
          const told = findings.filter(({ code }) => code === 'PERMISSIONS_REMOVED' || code === 'APP_REMOVED')
          for (const key of told.flatMap(({ permissions = [] }) => permissions)) {
            const present = seen.findLastIndex(({ missing }) => !missing.has(key))
            const row = seen.slice(present + 1)
            const span = (row.at(-1)?.at.getTime() ?? 0) - (row[0]?.at.getTime() ?? 0)
            expect(span).toBeGreaterThanOrEqual(60_000)
          }
        })
      }),
      runs(300),
    )
  })

  test('never forgets what was verified: only a complete read that shows everything replaces it', () => {
    fc.assert(
      fc.property(requirements, histories, (of, steps) => {
        play(of, steps, (before, after) => {
          if (before.verified === after.verified) return
          expect(after.facts && missingIn(of, after.facts.value)).toEqual([])
          expect(after.verified?.permissions).toEqual(of.permissions.map(permissionKey).toSorted())
        })
      }),
    )
  })

  test('changes no memory in place', () => {
    fc.assert(
      fc.property(requirements, histories, (of, steps) => {
        play(of, steps, (_, after) => void frozen(after))
      }),
    )
  })

  test('learns nothing from the same read twice', () => {
    fc.assert(
      fc.property(requirements, histories, (of, steps) => {
        play(of, steps, (_, after, step, at) => {
          if (step.kind === 'read') expect(applyFacts(after, of, step.read(at))).toEqual(after)
        })
      }),
    )
  })
})

describe('the view of one set', () => {
  const organization = {
    read: true,
    value: { displayName: 'Contoso', defaultDomain: 'contoso.com' },
  } as const

  test('is its part, with the time of the read', () => {
    const part = { read: true, value: notInstalled } as const
    const read: TenantRead = { connection: 'ok', at: t0, organization, sets: { a: part } }
    expect(viewOfSet(read, 'a')).toEqual({ connection: 'ok', at: t0, result: part })
  })

  test('is nothing if the read did not ask for it', () => {
    expect(viewOfSet({ connection: 'ok', at: t0, organization, sets: {} }, 'a')).toBeUndefined()
  })

  test('is the failure of the whole read', () => {
    const failed: TenantRead = { connection: 'lost', at: t0, outcome: gone }
    expect(viewOfSet(failed, 'a')).toEqual(failed)
  })
})
