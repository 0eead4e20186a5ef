import { describe, expect, test } from 'vitest'
import { namePermissions } from '#domain/catalog/known-permissions.ts'
import { type Permission, permissionKey, type Requirement } from '#domain/catalog/permission-set.ts'
import type { OtherUse } from '#domain/status/assessment.ts'
import { evaluateStatus } from '#domain/status/evaluate-status.ts'
import { idOfPermission } from '#domain/status/granted-ids.ts'
import type { GrantMemory } from '#domain/status/memory.ts'
import { type Evaluation, type FindingCode, type Status, statuses } from '#domain/status/status.ts'
import { hours, later, minutes } from '#platform/base/time.ts'
import type { SetFacts } from '#platform/microsoft/facts.ts'
import type { Who } from '#platform/microsoft/outcome.ts'
import { makeOutcome } from '#platform/microsoft/outcomes.ts'
import { findingText } from '../../../cards/findings.ts'
import { findingsEn } from '../../../cards/words/findings-en.ts'
import {
  alice,
  byHand,
  declined,
  directoryRead,
  earlier,
  exchangeMailRead,
  factsWith,
  gone,
  graphApi,
  groupRead,
  labelRead,
  labelsApi,
  mailRead,
  mailReadScope,
  maxAgeMs,
  namelessScope,
  notInstalled,
  now,
  passwordAdministrator,
  premium,
  principal,
  readAt,
  requirement,
  roleFact,
  scopeFact,
  throttled,
  userRead,
  userWrite,
  verifiedWith,
} from './grant-samples.ts'

const required = [directoryRead, groupRead, userRead]
const needed = requirement(required)

const evaluate = (memory: GrantMemory, of: Requirement = needed, usedElsewhere?: OtherUse): Evaluation =>
  evaluateStatus({ requirement: of, memory, now, maxAgeMs, usedElsewhere })
const read = (value: SetFacts, at = readAt): Pick<GrantMemory, 'facts'> => ({ facts: { at, value } })
const codes = ({ findings }: Evaluation): FindingCode[] => findings.map(({ code }) => code)
const finding = (evaluation: Evaluation, code: FindingCode) => {
  const found = evaluation.findings.filter((one) => one.code === code)
  expect(found, `one ${code} in ${codes(evaluation)}`).toHaveLength(1)
  return found[0]
}

const consent = { consentId: 'c', since: earlier }
/** The memory for each of the first four statuses, regardless of the facts. */
const over: Readonly<Record<string, GrantMemory>> = {
  blocked: { blocked: { at: earlier, by: alice } },
  unknown: { readFailure: { at: earlier, outcome: throttled } },
  error: { failure: { at: earlier, outcome: declined } },
  granting: { consent: { ...consent, phase: 'linkOut' } },
}
/** The facts for each of the others, without any of the above. */
const base: Readonly<Record<string, GrantMemory>> = {
  notGranted: read(factsWith([])),
  updateRequired: { ...read(factsWith([directoryRead])), verified: verifiedWith([directoryRead]) },
  settingsRequired: read(factsWith(required, { directoryRoles: { read: true, value: [] } })),
  granted: read(factsWith(required)),
}
const withRole = requirement(required, [passwordAdministrator])

describe('the first line that fits wins', () => {
  for (const [status, memory] of Object.entries(base)) {
    test(`${status} by itself`, () => {
      expect(evaluate(memory, withRole).status).toBe(status)
    })
  }

  const ranked = Object.entries(over)
  for (const [status, memory] of ranked) {
    for (const [beaten, known] of Object.entries(base)) {
      test(`${status} before ${beaten}`, () => {
        expect(evaluate({ ...known, ...memory }, withRole).status).toBe(status)
      })
    }
    for (const [beaten, worse] of ranked.slice(ranked.findIndex(([name]) => name === status) + 1)) {
      test(`${status} before ${beaten}`, () => {
        expect(evaluate({ ...base.granted, ...worse, ...memory }, withRole).status).toBe(status)
      })
    }
  }

  test('the table above covers every status, in the order of judgement', () => {
    expect([...Object.keys(over), ...Object.keys(base)]).toEqual(statuses)
  })

  test('a missing permission before a missing setting', () => {
    const facts = factsWith([directoryRead], { directoryRoles: { read: true, value: [] } })
    expect(evaluate(read(facts), withRole).status).toBe('notGranted')
  })
})

test('a set that is used elsewhere stays what was read, and is not open to its apps', () => {
  const memory = read(factsWith(required))
  const alone = evaluate(memory)
  const bound = evaluate(memory, needed, { app: 'Mobile Security', limit: 1 })
  expect(alone.usable).toBe(true)
  expect(bound).toMatchObject({ status: alone.status, usable: false })
  expect(bound.findings[0]).toMatchObject({
    code: 'BOUND_ELSEWHERE',
    facts: { names: 'Mobile Security', count: '1' },
  })
  expect(bound.findings.slice(1)).toEqual(alone.findings)
})

describe('blocked', () => {
  const blocked = { blocked: { at: earlier, by: alice } }

  test('says who, since when, and what still stands in Entra', () => {
    const evaluation = evaluate({ ...read(factsWith([directoryRead, userRead])), ...blocked })
    expect(finding(evaluation, 'BLOCKED_HERE')).toEqual({
      code: 'BLOCKED_HERE',
      who: 'approver',
      since: earlier,
      facts: { by: 'Alice Moreau' },
    })
    expect(finding(evaluation, 'GRANTS_REMAIN_IN_ENTRA')?.permissions).toEqual(
      [directoryRead, userRead].map(permissionKey).toSorted(),
    )
    expect(evaluation).toMatchObject({ lastKnown: 'notGranted', usable: false })
  })

  test('extras remain too', () => {
    for (const extra of [mailRead, mailReadScope]) {
      const evaluation = evaluate({ ...read(factsWith([extra])), ...blocked })
      expect(finding(evaluation, 'GRANTS_REMAIN_IN_ENTRA')?.permissions).toEqual([])
    }
  })

  test('nothing remains where nothing is granted or installed', () => {
    expect(codes(evaluate({ ...read(factsWith([])), ...blocked }))).toEqual(['BLOCKED_HERE'])
    expect(codes(evaluate({ ...read(notInstalled), ...blocked }))).toEqual(['BLOCKED_HERE'])
  })

  test('keeps the reasons to doubt what it says about Entra', () => {
    const failing = { readFailure: { at: earlier, outcome: throttled } }
    expect(codes(evaluate({ ...read(factsWith([])), ...failing, ...blocked }))).toContain('READ_FAILED')
  })
})

describe('unknown', () => {
  test('a failed read shows the last known status, the outcome and who can end it', () => {
    const evaluation = evaluate({ ...base.granted, readFailure: { at: earlier, outcome: throttled } })
    expect(evaluation).toMatchObject({ status: 'unknown', lastKnown: 'granted', usable: true })
    expect(codes(evaluation)).toEqual(['READ_FAILED'])
    expect(finding(evaluation, 'READ_FAILED')).toEqual({
      code: 'READ_FAILED',
      who: 'nobody',
      since: earlier,
      facts: { service: 'graph', outcome: 'graphThrottled' },
    })
  })

  test('facts are good up to the limit and no longer', () => {
    const atLimit = read(factsWith(required), later(now, -maxAgeMs))
    expect(evaluate(atLimit).status).toBe('granted')
    const tooOld = evaluate(read(factsWith(required), later(now, -maxAgeMs - 1)))
    expect(tooOld).toMatchObject({ status: 'unknown', lastKnown: 'granted' })
    expect(finding(tooOld, 'READ_TOO_OLD')).toMatchObject({ since: later(now, -maxAgeMs - 1) })
  })

  test('a tenant that was never read has no last known status', () => {
    const evaluation = evaluate({})
    expect(evaluation).toEqual({
      status: 'unknown',
      findings: [{ code: 'NEVER_READ', who: 'anyOperator' }],
      usable: false,
    })
  })

  test('a tenant that was never connected has lost nothing', () => {
    const evaluation = evaluate({ connectionLost: { at: earlier, outcome: gone } })
    expect(codes(evaluation)).toEqual(['NEVER_READ'])
    expect(finding(evaluation, 'NEVER_READ')).toMatchObject({
      who: 'privilegedRoleAdministrator',
      facts: { outcome: 'appNotInTenant', code: '7000229' },
    })
  })

  test('an empty requirement turns nothing green', () => {
    const evaluation = evaluate(read(factsWith(required)), requirement([]))
    expect(evaluation).toMatchObject({ status: 'unknown', usable: false })
    expect(evaluation).not.toHaveProperty('lastKnown')
    expect(codes(evaluation)).toEqual(['REQUIREMENT_UNREADABLE'])
    expect(finding(evaluation, 'REQUIREMENT_UNREADABLE')?.who).toBe('operator')
  })

  test('a loss that one read saw is no error yet', () => {
    const key = permissionKey(groupRead)
    const evaluation = evaluate({
      ...read(factsWith([directoryRead, userRead])),
      verified: verifiedWith(required),
      losses: [{ key, since: readAt, confirmed: false }],
      lossSeenAt: readAt,
    })
    expect(evaluation).toMatchObject({ status: 'unknown', lastKnown: 'granted', usable: true })
    expect(finding(evaluation, 'LOSS_UNCONFIRMED')).toEqual({
      code: 'LOSS_UNCONFIRMED',
      who: 'nobody',
      since: readAt,
      permissions: [key],
    })
    expect(codes(evaluation)).not.toContain('PERMISSIONS_NEW')
  })

  test('a pending loss is assumed to be none for the last known status only', () => {
    const memory = {
      ...read(factsWith([directoryRead])),
      verified: verifiedWith([directoryRead, groupRead]),
      losses: [{ key: permissionKey(groupRead), since: readAt, confirmed: false }],
    }
    expect(evaluate(memory)).toMatchObject({ status: 'unknown', lastKnown: 'updateRequired' })
  })
})

const lostForGood = { at: earlier, outcome: gone, confirmedAt: readAt }

describe('error', () => {
  test('a lost connection keeps the last facts and stays usable', () => {
    const evaluation = evaluate({ ...base.granted, connectionLost: lostForGood })
    expect(evaluation).toMatchObject({ status: 'error', usable: true })
    expect(finding(evaluation, 'CONNECTION_LOST')).toEqual({
      code: 'CONNECTION_LOST',
      who: 'privilegedRoleAdministrator',
      since: earlier,
      facts: { service: 'login', outcome: 'appNotInTenant', code: '7000229' },
    })
  })

  test('a lost connection explains old facts by itself', () => {
    const old = read(factsWith(required), later(now, -hours(100)))
    const evaluation = evaluate({ ...old, connectionLost: lostForGood })
    expect(codes(evaluation)).toEqual(['CONNECTION_LOST'])
  })

  test('a connection that one read found refused is not lost: the read failed', () => {
    const evaluation = evaluate({ ...base.granted, connectionLost: { at: earlier, outcome: gone } })
    expect(evaluation).toMatchObject({ status: 'unknown', lastKnown: 'granted', usable: true })
    expect(finding(evaluation, 'READ_FAILED')).toMatchObject({
      who: 'privilegedRoleAdministrator',
      facts: { outcome: 'appNotInTenant' },
    })
    expect(codes(evaluation)).not.toContain('CONNECTION_LOST')
  })

  const disabled: [FindingCode, Partial<typeof principal> & { disabledByMicrosoft?: string }, string][] = [
    ['APP_DISABLED_BY_ADMIN', { accountEnabled: false }, 'cloudApplicationAdministrator'],
    ['APP_DISABLED_BY_PUBLISHER', { isDisabled: true }, 'publisher'],
    ['APP_DISABLED_BY_MICROSOFT', { disabledByMicrosoft: 'DisabledDueToViolation' }, 'publisher'],
  ]
  for (const [code, how, who] of disabled) {
    test(`${code}: granted, but switched off`, () => {
      const evaluation = evaluate(read(factsWith(required, { servicePrincipal: { ...principal, ...how } })))
      expect(evaluation).toMatchObject({ status: 'error', usable: false })
      expect(finding(evaluation, code)?.who).toBe(who)
      expect(codes(evaluation)).not.toContain('ALL_GRANTED')
    })
  }

  test("Microsoft's reason is told", () => {
    const servicePrincipal = { ...principal, disabledByMicrosoft: 'DisabledDueToViolation' }
    const evaluation = evaluate(read(factsWith(required, { servicePrincipal })))
    expect(finding(evaluation, 'APP_DISABLED_BY_MICROSOFT')?.facts).toEqual({
      reason: 'DisabledDueToViolation',
    })
  })

  const key = permissionKey(groupRead)
  const removed = {
    verified: verifiedWith(required),
    losses: [{ key, since: earlier, confirmed: true }],
    lossSeenAt: earlier,
    lossConfirmedAt: readAt,
  }

  test('a confirmed loss names what is gone, not what was never there', () => {
    const grown = requirement([...required, userWrite])
    const evaluation = evaluate({ ...read(factsWith([directoryRead, userRead])), ...removed }, grown)
    expect(evaluation).toMatchObject({ status: 'error', usable: false })
    expect(finding(evaluation, 'PERMISSIONS_REMOVED')).toEqual({
      code: 'PERMISSIONS_REMOVED',
      who: 'privilegedRoleAdministrator',
      since: earlier,
      permissions: [key],
    })
    expect(finding(evaluation, 'PERMISSIONS_NEW')?.permissions).toEqual([permissionKey(userWrite)])
  })

  test('what only the last read missed is said apart', () => {
    const another = { key: permissionKey(userRead), since: readAt, confirmed: false }
    const memory = { ...read(factsWith([directoryRead])), ...removed, losses: [...removed.losses, another] }
    const evaluation = evaluate(memory)
    expect(finding(evaluation, 'PERMISSIONS_REMOVED')?.permissions).toEqual([key])
    expect(finding(evaluation, 'LOSS_UNCONFIRMED')).toMatchObject({
      since: readAt,
      permissions: [another.key],
    })
  })

  test('an enterprise application that was deleted', () => {
    const losses = required.map((one) => ({ key: permissionKey(one), since: earlier, confirmed: true }))
    const evaluation = evaluate({ ...read(notInstalled), ...removed, losses })
    expect(evaluation).toMatchObject({ status: 'error', usable: false })
    expect(finding(evaluation, 'APP_REMOVED')?.permissions).toEqual(required.map(permissionKey).toSorted())
  })

  test('a loss is over when the permission is back or no longer required', () => {
    expect(evaluate({ ...base.granted, ...removed }).status).toBe('granted')
    const shrunk = requirement([directoryRead, userRead])
    expect(evaluate({ ...read(factsWith([directoryRead, userRead])), ...removed }, shrunk).status).toBe(
      'granted',
    )
  })

  test('an unreadable requirement does not undo a confirmed loss', () => {
    const evaluation = evaluate({ ...base.granted, ...removed }, requirement([]))
    expect(evaluation).toMatchObject({ status: 'unknown', lastKnown: 'error', usable: false })
  })

  test('a consent that failed names the outcome and who may try again', () => {
    const evaluation = evaluate({ ...base.notGranted, failure: { at: earlier, outcome: declined } })
    expect(finding(evaluation, 'CONSENT_FAILED')).toEqual({
      code: 'CONSENT_FAILED',
      who: 'privilegedRoleAdministrator',
      since: earlier,
      facts: { service: 'login', outcome: 'consentDeclined', code: '65004' },
    })
  })

  test('a consent that never showed names what did not appear', () => {
    const outcome = makeOutcome('graph', 'consentNotConfirmed')
    const evaluation = evaluate({ ...read(factsWith([directoryRead])), failure: { at: earlier, outcome } })
    expect(codes(evaluation)).not.toContain('CONSENT_FAILED')
    expect(finding(evaluation, 'CONSENT_NOT_CONFIRMED')).toEqual({
      code: 'CONSENT_NOT_CONFIRMED',
      who: 'approver',
      since: earlier,
      permissions: [groupRead, userRead].map(permissionKey),
      facts: { service: 'graph', outcome: 'consentNotConfirmed' },
    })
  })

  test('a consent that never showed, in a tenant that was never read, claims nothing about it', () => {
    const evaluation = evaluate({
      failure: { at: earlier, outcome: makeOutcome('graph', 'consentNotConfirmed') },
    })
    expect(evaluation.status).toBe('error')
    expect(finding(evaluation, 'CONSENT_NOT_CONFIRMED')?.permissions).toBeUndefined()
  })
})

describe('granting', () => {
  test('a link that is out waits for the signer', () => {
    const evaluation = evaluate({ ...base.notGranted, consent: { ...consent, phase: 'linkOut' } })
    expect(finding(evaluation, 'LINK_OUT')).toEqual({
      code: 'LINK_OUT',
      who: 'privilegedRoleAdministrator',
      since: earlier,
    })
  })

  test('consent that spreads waits for nobody', () => {
    const evaluation = evaluate({ ...base.notGranted, consent: { ...consent, phase: 'spreading' } })
    expect(evaluation.status).toBe('granting')
    expect(finding(evaluation, 'CONSENT_SPREADING')).toMatchObject({ who: 'nobody', since: earlier })
  })

  test('in a tenant that was never read, too', () => {
    expect(evaluate({ consent: { ...consent, phase: 'linkOut' } })).toMatchObject({
      status: 'granting',
      usable: false,
    })
  })
})

describe('notGranted and updateRequired', () => {
  test('not installed', () => {
    const evaluation = evaluate(read(notInstalled))
    expect(evaluation).toMatchObject({ status: 'notGranted', usable: false })
    expect(finding(evaluation, 'NOT_INSTALLED')?.permissions).toHaveLength(3)
  })

  test('installed, and something was never granted: worst tier first', () => {
    const evaluation = evaluate(
      read(factsWith([userRead])),
      requirement([userRead, directoryRead, groupRead, userWrite]),
    )
    expect(evaluation).toMatchObject({ status: 'notGranted', usable: false })
    expect(finding(evaluation, 'PERMISSIONS_MISSING')).toEqual({
      code: 'PERMISSIONS_MISSING',
      who: 'privilegedRoleAdministrator',
      permissions: [userWrite, groupRead, directoryRead].map(permissionKey),
    })
  })

  test('the requirement has grown since it was granted', () => {
    const grown = requirement([...required, userWrite])
    const evaluation = evaluate({ ...base.granted, verified: verifiedWith(required) }, grown)
    expect(evaluation).toMatchObject({ status: 'updateRequired', usable: true })
    expect(codes(evaluation)).toEqual(['PERMISSIONS_NEW'])
    expect(finding(evaluation, 'PERMISSIONS_NEW')?.permissions).toEqual([permissionKey(userWrite)])
  })

  test('what another client id once held counts for nothing', () => {
    const verified = { at: earlier, permissions: required.map(permissionKey), clientId: 'another' }
    expect(evaluate({ ...read(factsWith([])), verified }).status).toBe('notGranted')
  })

  test('an API that the tenant lacks is named', () => {
    const of = requirement([labelRead, directoryRead])
    const evaluation = evaluate(read(factsWith([directoryRead], { resources: [graphApi] })), of)
    expect(finding(evaluation, 'RESOURCE_NOT_IN_TENANT')).toEqual({
      code: 'RESOURCE_NOT_IN_TENANT',
      who: 'cloudApplicationAdministrator',
      permissions: [permissionKey(labelRead)],
      facts: { api: 'Microsoft Information Protection Sync Service', resourceAppId: labelsApi },
    })
    const there = evaluate(read(factsWith([directoryRead])), of)
    expect(codes(there)).not.toContain('RESOURCE_NOT_IN_TENANT')
  })

  test('an API that is switched off is named, and the status stays what is granted', () => {
    const evaluation = evaluate(read(factsWith(required, { disabledResources: [graphApi, labelsApi] })))
    expect([evaluation.status, evaluation.usable]).toEqual(['granted', true])
    expect(finding(evaluation, 'RESOURCE_DISABLED')).toMatchObject({
      who: 'cloudApplicationAdministrator',
      facts: { resourceAppId: graphApi },
    })
  })

  test('an application permission of Graph needs the privileged role, also when it is granted already', () => {
    const of = requirement([directoryRead, labelRead])
    expect(finding(evaluate(read(factsWith([directoryRead])), of), 'PERMISSIONS_MISSING')?.who).toBe(
      'privilegedRoleAdministrator',
    )
    const plain = requirement([userRead, labelRead])
    expect(finding(evaluate(read(factsWith([])), plain), 'PERMISSIONS_MISSING')?.who).toBe(
      'cloudApplicationAdministrator',
    )
  })
})

describe('settingsRequired', () => {
  const both = requirement(required, [passwordAdministrator, premium])

  test('every permission is granted, a role and a licence are missing', () => {
    const rest = {
      directoryRoles: { read: true, value: [] },
      servicePlans: { read: true, value: ['MFA'] },
    } as const
    const evaluation = evaluate(read(factsWith(required, rest)), both)
    expect(evaluation).toMatchObject({ status: 'settingsRequired', usable: true })
    expect(evaluation.findings).toEqual([
      {
        code: 'SETTING_MISSING',
        who: 'billingAdministrator',
        facts: { setting: 'entra-id-premium', name: 'Entra ID P1' },
      },
      {
        code: 'SETTING_MISSING',
        who: 'privilegedRoleAdministrator',
        facts: { setting: 'password-administrator', name: 'Password Administrator' },
      },
    ])
  })

  test('any one of the plans is enough', () => {
    const facts = factsWith(required, { servicePlans: { read: true, value: ['AAD_PREMIUM_P2'] } })
    expect(evaluate(read(facts), both).status).toBe('granted')
  })

  test('what could not be read is said, and lowers nothing', () => {
    const directoryRoles = { read: false, outcome: makeOutcome('graph', 'readerRightMissing') } as const
    const servicePlans = { read: false, outcome: makeOutcome('graph', 'licenceMissing') } as const
    const evaluation = evaluate(read(factsWith(required, { directoryRoles, servicePlans })), both)
    expect(evaluation.status).toBe('granted')
    expect(evaluation.findings.slice(1)).toEqual([
      {
        code: 'SETTING_UNREADABLE',
        who: 'billingAdministrator',
        facts: {
          setting: 'entra-id-premium',
          name: 'Entra ID P1',
          service: 'graph',
          outcome: 'licenceMissing',
        },
      },
      {
        code: 'SETTING_UNREADABLE',
        who: 'privilegedRoleAdministrator',
        facts: {
          setting: 'password-administrator',
          name: 'Password Administrator',
          service: 'graph',
          outcome: 'readerRightMissing',
        },
      },
    ])
  })

  test('an app that is not installed can hold no role, so none is missing', () => {
    expect(codes(evaluate(read(notInstalled), both))).toEqual(['NOT_INSTALLED'])
  })
})

describe('granted', () => {
  test('since the first read that found it so', () => {
    const evaluation = evaluate({ ...base.granted, verified: verifiedWith(required) })
    expect(evaluation).toEqual({
      status: 'granted',
      findings: [{ code: 'ALL_GRANTED', who: 'nobody', since: earlier }],
      usable: true,
    })
  })

  const literal: [string, Permission, SetFacts][] = [
    ['a delegated grant is no application permission', mailRead, factsWith([mailReadScope])],
    ['an application permission is no delegated grant', mailReadScope, factsWith([mailRead])],
    ['the same GUID on another API is another permission', mailRead, factsWith([exchangeMailRead])],
    [
      'a broader permission is not the required one',
      directoryRead,
      factsWith([
        { ...directoryRead, id: '19dbc75e-c2e2-444c-a770-ec69d8559fc7', value: 'Directory.ReadWrite.All' },
      ]),
    ],
    [
      'words are compared whole',
      userRead,
      factsWith([], { scopes: [{ resourceAppId: graphApi, value: 'User.Read.All' }] }),
    ],
    [
      'words are compared with their case',
      userRead,
      factsWith([], { scopes: [{ resourceAppId: graphApi, value: 'user.read' }] }),
    ],
    [
      'a grant on an API that nobody knows grants nothing here',
      userRead,
      factsWith([], { scopes: [{ value: 'User.Read' }] }),
    ],
    [
      'grants of an app that is gone grant nothing',
      directoryRead,
      { ...notInstalled, appRoles: [roleFact(directoryRead)] },
    ],
    [
      'scopes of an app that is gone grant nothing',
      userRead,
      { ...notInstalled, scopes: [scopeFact(userRead)] },
    ],
    [
      'a scope whose name nobody knows can never be seen as granted',
      namelessScope,
      factsWith([namelessScope]),
    ],
  ]
  for (const [sentence, wanted, facts] of literal) {
    test(sentence, () => {
      const evaluation = evaluate(read(facts), requirement([wanted]))
      expect(evaluation).toMatchObject({ status: 'notGranted', usable: false })
    })
  }

  test('the case of GUIDs does not matter', () => {
    const upper = (text: string): string => text.toUpperCase()
    const facts = factsWith([], {
      appRoles: [directoryRead, groupRead].map((one) => {
        return { resourceAppId: upper(one.resourceAppId), resourceName: one.api, appRoleId: upper(one.id) }
      }),
      scopes: [{ resourceAppId: upper(graphApi), value: 'User.Read' }],
    })
    expect(evaluate(read(facts)).status).toBe('granted')
  })
})

const withUnexplained = (...permissions: readonly Permission[]): GrantMemory => ({
  ...read(factsWith(required)),
  unexplained: permissions.map((each) => ({ id: idOfPermission(each), since: earlier, confirmed: true })),
})

describe('extras', () => {
  const sharePoint = '00000003-0000-0ff1-ce00-000000000000'
  const fullControl = '678536fe-1083-478a-9c59-b99265e6b0d3'
  const unknownRole = { resourceName: 'Some API', appRoleId: '88888888-0000-4000-8000-000000000001' }

  test('are findings only, the privileged ones apart and first', () => {
    const facts = factsWith([...required, userWrite, labelRead])
    const evaluation = evaluate(read(facts))
    expect(evaluation.status).toBe('granted')
    expect(codes(evaluation)).toEqual(['ALL_GRANTED', 'EXTRA_PRIVILEGED_PERMISSIONS', 'EXTRA_PERMISSIONS'])
    expect(finding(evaluation, 'EXTRA_PRIVILEGED_PERMISSIONS')).toEqual({
      code: 'EXTRA_PRIVILEGED_PERMISSIONS',
      who: 'cloudApplicationAdministrator',
      permissions: [permissionKey(userWrite)],
      facts: { count: '1', tierZero: '1', names: 'User.ReadWrite.All (Microsoft Graph)' },
    })
  })

  test('are named worst first, whatever their names are', () => {
    const siteControl = roleFact({ ...directoryRead, resourceAppId: sharePoint, id: fullControl })
    const facts = factsWith([...required, mailRead], {
      appRoles: [...factsWith([...required, mailRead]).appRoles, { ...siteControl, resourceName: 'x' }],
    })
    expect(finding(evaluate(read(facts)), 'EXTRA_PRIVILEGED_PERMISSIONS')?.facts?.names).toBe(
      'Sites.FullControl.All (Office 365 SharePoint Online), Mail.Read (Microsoft Graph)',
    )
  })

  test('that are sensitive without being a path to power count as privileged', () => {
    const securityEvents = { ...directoryRead, id: 'bf394140-e372-4bf9-a898-299cfc7564e5' }
    const evaluation = evaluate(read(factsWith([...required, securityEvents])))
    expect(codes(evaluation)).toEqual(['ALL_GRANTED', 'EXTRA_PRIVILEGED_PERMISSIONS'])
  })

  test('that nobody has rated are the worst case, and carry what there is', () => {
    const other = {
      resourceAppId: graphApi,
      resourceName: 'Microsoft Graph',
      appRoleId: unknownRole.appRoleId,
    }
    const facts = factsWith(required, {
      appRoles: [...factsWith(required).appRoles, unknownRole, other],
      scopes: [
        ...factsWith(required).scopes,
        { value: 'Some.Word' },
        { resourceAppId: graphApi, value: 'Other.Word' },
      ],
    })
    expect(finding(evaluate(read(facts)), 'EXTRA_PRIVILEGED_PERMISSIONS')).toMatchObject({
      permissions: [`${graphApi}/application/${unknownRole.appRoleId}`],
      facts: {
        count: '4',
        tierZero: '4',
        names: [
          `${unknownRole.appRoleId} (Microsoft Graph)`,
          `${unknownRole.appRoleId} (Some API)`,
          'Other.Word (Microsoft Graph, delegated)',
          'Some.Word (delegated)',
        ].join(', '),
      },
    })
  })

  test('twenty names are shown, all are counted', () => {
    const appRoles = Array.from({ length: 25 }, (_, n) => {
      return { resourceName: 'Some API', appRoleId: `88888888-0000-4000-8000-${String(n).padStart(12, '0')}` }
    })
    const facts = factsWith(required, { appRoles: [...factsWith(required).appRoles, ...appRoles] })
    const said = finding(evaluate(read(facts)), 'EXTRA_PRIVILEGED_PERMISSIONS')?.facts
    expect(said?.count).toBe('25')
    expect(said?.names?.split(', ')).toHaveLength(20)
  })

  test('that nothing explains are named apart, required ones too, by what two reads showed', () => {
    const said = finding(evaluate(withUnexplained(userWrite, directoryRead)), 'GRANTS_UNEXPLAINED')
    expect(said?.facts).toMatchObject({ count: '2', tier: '0', tierZero: '1' })
    expect(said?.facts?.names).toBe(
      'User.ReadWrite.All (Microsoft Graph), Directory.Read.All (Microsoft Graph)',
    )
    expect(said?.since).toEqual(earlier)
    expect(evaluate(withUnexplained(userWrite)).status).toBe('granted')
    const once = {
      ...read(factsWith(required)),
      unexplained: [{ id: 'a/application/b', since: earlier, confirmed: false }],
    }
    expect(codes(evaluate(once))).toEqual(['ALL_GRANTED'])
  })

  test('default access and the words of a sign-in are none', () => {
    const defaultAccess = { ...roleFact(directoryRead), appRoleId: '00000000-0000-0000-0000-000000000000' }
    const words = ['openid', 'profile', 'email', 'offline_access'].map((value) => ({
      resourceAppId: graphApi,
      value,
    }))
    const facts = factsWith(required, {
      appRoles: [...factsWith(required).appRoles, defaultAccess],
      scopes: [...factsWith(required).scopes, ...words],
    })
    expect(codes(evaluate(read(facts)))).toEqual(['ALL_GRANTED'])
  })

  test('names of the catalog serve where the published list is silent', () => {
    const own: Permission = {
      ...directoryRead,
      id: unknownRole.appRoleId,
      value: 'Own.Read',
      tier: 0,
      api: 'Own API',
    }
    const set = { id: 's', name: 's', aliases: [], apps: [], permissions: [own], settings: [], coupled: [] }
    const names = namePermissions({ version: 1, suite: 's', apps: [], sets: [set] })
    const memory = read(factsWith([...required, own]))
    const evaluation = evaluateStatus({ requirement: needed, memory, now, maxAgeMs, names })
    expect(finding(evaluation, 'EXTRA_PRIVILEGED_PERMISSIONS')?.facts?.names).toBe('Own.Read (Own API)')
  })
})

const unpublished: Permission = {
  ...directoryRead,
  id: '88888888-0000-4000-8000-000000000001',
  knowledge: 'unpublished',
}

test('a permission that its API does not publish is the publisher’s fault, whatever else is missing', () => {
  const of = requirement([...required, unpublished])
  for (const memory of [base.granted, base.notGranted, read(notInstalled)]) {
    const { status, findings } = evaluate(memory ?? {}, of)
    expect(['notGranted', 'updateRequired']).toContain(status)
    expect(findings[0]).toMatchObject({ code: 'PERMISSION_NOT_PUBLISHED', who: 'publisher' })
    expect(findings.filter(({ who }) => who === 'privilegedRoleAdministrator')).toEqual([])
  }
})

test('a list that was not read for too long makes everything unknown, exactly from then on', () => {
  const of = (age: number) => ({ ...needed, readAt: later(now, -age) })
  expect(evaluate(base.granted ?? {}, of(maxAgeMs)).status).toBe('granted')
  const { status, lastKnown, findings } = evaluate(base.granted ?? {}, of(maxAgeMs + 1))
  expect([status, lastKnown, findings[0]?.code]).toEqual(['unknown', 'granted', 'REQUIREMENT_TOO_OLD'])
})

test('every finding that has words is made by some sample of this file', () => {
  const spread: GrantMemory = { consent: { ...consent, phase: 'spreading' } }
  const removed = { verified: verifiedWith(required), lossSeenAt: earlier, lossConfirmedAt: readAt }
  const losses = required.map((one) => ({ key: permissionKey(one), since: earlier, confirmed: true }))
  const off = { accountEnabled: false, isDisabled: true, disabledByMicrosoft: 'x' }
  const unreadable = { read: false, outcome: throttled } as const
  const former = { appId: graphApi, objectId: principal.id, name: 'Old Suite', since: earlier }
  const samples: [GrantMemory, Requirement?, OtherUse?][] = [
    [{}],
    [{}, requirement([])],
    [base.granted ?? {}, { ...needed, readAt: later(now, -maxAgeMs - minutes(1)) }],
    [base.granted ?? {}, requirement([...required, unpublished])],
    [{ ...over.blocked, ...base.granted }],
    [{ ...base.granted, ...over.unknown }],
    [read(factsWith(required), later(now, -maxAgeMs - minutes(1)))],
    [{ ...base.granted, connectionLost: lostForGood }],
    [read(factsWith(required, { servicePrincipal: { ...principal, ...off } }))],
    [{ ...read(factsWith([])), ...removed, losses: losses.slice(1) }],
    [{ ...read(notInstalled), ...removed, losses }],
    [{ ...base.notGranted, ...over.error }],
    [{ ...base.notGranted, failure: { at: earlier, outcome: makeOutcome('graph', 'consentNotConfirmed') } }],
    [{ ...base.notGranted, ...over.granting }],
    [spread],
    [read(notInstalled)],
    [read(factsWith([], { resources: [] }))],
    [read(factsWith(required, { disabledResources: [graphApi] }))],
    [base.updateRequired ?? {}],
    [base.settingsRequired ?? {}, withRole],
    [read(factsWith(required, { directoryRoles: unreadable })), withRole],
    [read(factsWith([...required, userWrite, labelRead]))],
    [withUnexplained(userWrite)],
    [base.granted ?? {}, needed, { app: 'Mobile Security', limit: 1 }],
    [base.granted ?? {}, { ...needed, openForMs: 1 }],
    [{ ...base.granted, open: { at: earlier, until: later(now, 1), by: alice } }],
    [
      { ...base.granted, predecessors: [former] },
      { ...needed, formerClientIds: [former.appId] },
    ],
  ]
  const ends = ['2025-01-01', '2027-01-01'].map((date) => ({ date, what: 'It', source: 'https://x.example' }))
  const alsoNeeds = { what: 'more' }
  for (const retires of [...ends, ...ends.map((end) => ({ ...end, alsoNeeds }))])
    samples.push([read(factsWith([directoryRead])), requirement([{ ...directoryRead, retires }], [byHand])])
  const all = samples.flatMap((sample) => evaluate(...sample).findings)
  const made = new Set(all.map(({ code }) => code))
  expect([...made].toSorted()).toEqual(Object.keys(findingsEn).toSorted())
  // What a sentence says to do, the named person can do.
  const actors: [says: RegExp, who: Who][] = [
    [/admin who runs Grantkeeper/, 'operator'],
    [/publisher/, 'publisher'],
    [/^Sync to read it/, 'anyOperator'],
    [/confirms or clears this|keeps checking/, 'nobody'],
  ]
  for (const { code, who, since, facts = {}, permissions = [] } of all) {
    const permissionValues = permissions.map(String)
    const { next } = findingText({ code, who, facts, permissionValues, ...(since && { since }) }, now)
    for (const [says, expected] of actors) if (says.test(next)) expect([code, who]).toEqual([code, expected])
  }
})

test('every status but granted has a finding that says why', () => {
  const shown = [...Object.entries(over), ...Object.entries(base)] as [Status, GrantMemory][]
  for (const [status, memory] of shown) {
    const { findings } = evaluate({ ...base.notGranted, ...memory }, withRole)
    expect(findings.length, status).toBeGreaterThan(0)
  }
})
