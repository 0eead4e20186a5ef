import { describe, expect, test } from 'vitest'
import { leastRoleToConsent } from '#domain/status/least-role.ts'
import { attentionOf, lastThatNeedsAction, statusAt, worstFirst, worstOf } from '#domain/status/rank.ts'
import { statuses } from '#domain/status/status.ts'
import { makeOutcome, type OutcomeName, whoMustAct } from '#platform/microsoft/outcomes.ts'
import { directoryRead, exchangeMailRead, labelRead, mailReadScope, userRead } from './grant-samples.ts'

describe('the least role that may consent', () => {
  const loud = { resourceAppId: directoryRead.resourceAppId.toUpperCase(), type: directoryRead.type }
  const oldGraph = { resourceAppId: '00000002-0000-0000-c000-000000000000', type: 'application' as const }

  test('is the privileged one for application permissions of Graph, new and old', () => {
    for (const one of [directoryRead, loud, oldGraph]) {
      expect(leastRoleToConsent([userRead, one])).toBe('privilegedRoleAdministrator')
    }
  })

  test('is the cloud application one for everything else', () => {
    const plain = [userRead, mailReadScope, exchangeMailRead, labelRead]
    expect(leastRoleToConsent(plain)).toBe('cloudApplicationAdministrator')
  })
})

describe('who must act', () => {
  const rows: [OutcomeName, who: string][] = [
    ['graphThrottled', 'nobody'],
    ['secretExpired', 'operator'],
    ['federationMismatch', 'operator'],
    ['appNotInTenant', 'cloudApplicationAdministrator'],
    ['readerRightMissing', 'cloudApplicationAdministrator'],
    ['appDisabled', 'cloudApplicationAdministrator'],
    ['licenceMissing', 'billingAdministrator'],
    ['tenantNotFound', 'approver'],
    ['consentDeclined', 'cloudApplicationAdministrator'],
    ['conditionalAccess', 'conditionalAccessAdministrator'],
    ['permissionNotPublished', 'publisher'],
    ['tooManyScopes', 'publisher'],
    ['wrongAccount', 'signedIn'],
    ['objectNotFound', 'anyOperator'],
  ]
  for (const [name, who] of rows) {
    test(`${name}: ${who}, where the least role that can consent is the cloud application one`, () => {
      expect(whoMustAct(makeOutcome('login', name), 'cloudApplicationAdministrator')).toBe(who)
    })
  }

  test('consent to the reader needs the privileged role', () => {
    expect(whoMustAct(makeOutcome('login', 'appNotInTenant'))).toBe('privilegedRoleAdministrator')
  })

  test('of a name that only another version knows, the class decides', () => {
    const outcome = { service: 'login', name: 'constructor', class: 'admin' } as const
    expect(whoMustAct(outcome)).toBe('privilegedRoleAdministrator')
    expect(whoMustAct(outcome, 'cloudApplicationAdministrator')).toBe('cloudApplicationAdministrator')
  })
})

describe('the order of lists', () => {
  test('holds every status once, worst first', () => {
    expect(worstFirst.toSorted()).toEqual(statuses.toSorted())
    expect(worstFirst.map(attentionOf)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })

  test('four statuses need somebody', () => {
    const needy = worstFirst.slice(0, attentionOf(lastThatNeedsAction) + 1)
    expect(needy).toEqual(['error', 'unknown', 'updateRequired', 'settingsRequired'])
  })

  test('a position leads back to its status', () => {
    for (const status of worstFirst) expect(statusAt(attentionOf(status))).toBe(status)
    expect(() => statusAt(8)).toThrow('No status stands at 8')
  })

  test('the worst of several', () => {
    expect(worstOf(['granted', 'updateRequired', 'blocked'])).toBe('updateRequired')
    expect(worstOf(['granted', 'error', 'unknown'])).toBe('error')
    expect(worstOf([])).toBeUndefined()
  })
})
