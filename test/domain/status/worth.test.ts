import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadCatalog } from '#domain/catalog/load-catalog.ts'
import type { AdditionalSetting, Permission } from '#domain/catalog/permission-set.ts'
import { permissionKey } from '#domain/catalog/permission-set.ts'
import { evaluateStatus } from '#domain/status/evaluate-status.ts'
import type { GrantMemory } from '#domain/status/memory.ts'
import { findingText } from '../../../cards/findings.ts'
import { runs } from '../../support/runs.ts'
import {
  alice,
  byHand,
  clientId,
  directoryRead,
  factsWith,
  groupRead,
  requirement,
  verifiedWith,
} from './grant-samples.ts'

const [ews, secureScore] = (await loadCatalog()).sets
  .flatMap(({ permissions }) => permissions)
  .filter(({ value }) => value === 'full_access_as_app' || value === 'SecurityEvents.Read.All')
  .toSorted((a, b) => (a.value < b.value ? 1 : -1))
if (!ews || !secureScore) throw new Error('Expected both permissions whose APIs end')

const required: readonly Permission[] = [directoryRead, ews, secureScore]

/** Everything is granted, and was read just now. */
const granted = (at: Date, more: Partial<GrantMemory> = {}): GrantMemory => ({
  facts: { at, value: factsWith(required) },
  verified: verifiedWith(required),
  ...more,
})

const evaluateAt = (day: string, memory?: GrantMemory, settings: readonly AdditionalSetting[] = []) => {
  const now = new Date(`${day}T12:00:00Z`)
  const of = requirement(required, settings)
  return evaluateStatus({ requirement: of, memory: memory ?? granted(now), now, maxAgeMs: 1 })
}

const told = (day: string): string[] =>
  evaluateAt(day).findings.map((finding) => {
    const keys = new Map(required.map((each) => [permissionKey(each), each.value]))
    const permissionValues = finding.permissions?.map((key) => keys.get(key) ?? '')
    return findingText({ ...finding, permissionValues }, new Date(`${day}T12:00:00Z`)).what
  })

describe('an API that ends', () => {
  test('2026-09-30: it ends, and the status is what was read', () => {
    expect(evaluateAt('2026-09-30').status).toBe('granted')
    expect(told('2026-09-30')).toEqual([
      'All required permissions are granted',
      expect.stringMatching(
        /^Granted, but the API behind full\\_access\\_as\\_app ends on Apr 1, 2027: Exchange Web Services/,
      ),
      expect.stringMatching(/^Granted, but the API behind SecurityEvents\.Read\.All ends on Oct 15:/),
    ])
  })

  test('2026-10-02: it also needs what the tenant must set', () => {
    expect(evaluateAt('2026-10-02').status).toBe('granted')
    expect(told('2026-10-02')[1]).toMatch(
      /^Granted, but since Oct 1, full\\_access\\_as\\_app also needs: EWSEnabled set to True/,
    )
    const limited = evaluateAt('2026-10-02').findings.find(({ code }) => code === 'API_LIMITED')
    expect(limited?.who).toBe('serviceAdministrator')
  })

  test('2027-04-02: it has ended, the worst first', () => {
    expect(evaluateAt('2027-04-02').status).toBe('granted')
    expect(evaluateAt('2027-04-02').findings.map(({ code, who }) => [code, who])).toEqual([
      ['ALL_GRANTED', 'nobody'],
      ['API_ENDED', 'publisher'],
      ['API_ENDED', 'publisher'],
    ])
    expect(told('2027-04-02')[1]).toMatch(
      /^Granted, but the API behind full\\_access\\_as\\_app has ended on Apr 1: Exchange Web Services/,
    )
  })

  test('says nothing of a permission that is not granted', () => {
    const now = new Date('2027-04-02T12:00:00Z')
    const memory = { facts: { at: now, value: factsWith([directoryRead]) } }
    expect(evaluateAt('2027-04-02', memory).findings.filter(({ code }) => code.startsWith('API_'))).toEqual(
      [],
    )
    const gone = { facts: { at: now, value: { ...factsWith(required), servicePrincipal: undefined } } }
    const found = evaluateAt('2027-04-02', gone as never).findings
    expect(found.filter(({ code }) => code.startsWith('API_'))).toEqual([])
  })

  test('changes no status and no access, whenever it ends and whatever was read', () => {
    const day = fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
    const parts = fc.record({
      now: day,
      date: day,
      from: fc.option(day),
      has: fc.subarray([directoryRead, groupRead]),
    })
    const iso = (date: Date): string => date.toISOString().slice(0, 10)
    const judge = (list: readonly Permission[], now: Date, has: readonly Permission[]) => {
      const memory = { facts: { at: now, value: factsWith(has) } }
      const { status, usable, lastKnown } = evaluateStatus({
        requirement: requirement(list),
        memory,
        now,
        maxAgeMs: 1,
      })
      return { status, usable, lastKnown }
    }
    fc.assert(
      fc.property(parts, ({ now, date, from, has }) => {
        const alsoNeeds = from ? { what: 'more', from: iso(from) } : undefined
        const retires = { date: iso(date), what: 'It', source: 'https://x.example/', alsoNeeds }
        const plain = [directoryRead, groupRead]
        const ending = plain.map((each) => ({ ...each, retires }))
        expect(judge(ending, now, has)).toEqual(judge(plain, now, has))
      }),
      runs(100),
    )
  })
})

describe('a setting that no API shows', () => {
  const confirmedAt = new Date('2026-10-02T12:00:00Z')
  const said = (given: object = {}) => [
    { setting: 'ews-allowed', at: confirmedAt, by: alice, clientId: clientId.toLowerCase(), ...given },
  ]
  const at = (day: string, confirmations?: ReturnType<typeof said>) => {
    const now = new Date(`${day}T12:00:00Z`)
    const { status, findings } = evaluateAt(day, granted(now, confirmations && { confirmations }), [byHand])
    return { status, asked: findings.filter(({ code }) => code === 'SETTING_UNCONFIRMED') }
  }

  test('is asked for by a finding, and the set stays granted', () => {
    expect(at('2026-10-02')).toEqual({
      status: 'granted',
      asked: [
        {
          code: 'SETTING_UNCONFIRMED',
          who: 'approver',
          facts: { setting: 'ews-allowed', name: 'EWS allowed' },
        },
      ],
    })
  })

  test('is quiet while a confirmation lasts, and asks again with who confirmed it last', () => {
    expect(at('2026-11-30', said())).toEqual({ status: 'granted', asked: [] })
    const ranOut = new Date('2026-12-01T12:00:00Z')
    expect(at('2026-12-01', said()).asked).toEqual([
      expect.objectContaining({ since: ranOut, facts: expect.objectContaining({ by: alice.name }) }),
    ])
  })

  test('counts no confirmation of another setting or another client ID', () => {
    expect(at('2026-10-03', said({ clientId: '9'.repeat(36) })).asked).toHaveLength(1)
    expect(at('2026-10-03', said({ setting: 'other' })).asked).toHaveLength(1)
  })

  test('is not asked for once it no longer helps, and never before the set was granted', () => {
    expect(at('2027-04-01')).toEqual({ status: 'granted', asked: [] })
    const now = new Date('2026-10-02T12:00:00Z')
    const never = { facts: { at: now, value: factsWith([directoryRead]) } }
    expect(evaluateAt('2026-10-02', never, [byHand]).findings.map(({ code }) => code)).toEqual([
      'PERMISSIONS_MISSING',
    ])
  })
})
