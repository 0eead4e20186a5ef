import { describe, expect, it } from 'vitest'
import { includesRole, type Role } from '#domain/people/role.ts'
import { actions } from '#edge/handlers/index.ts'
import { commandVerb } from '#edge/teams/turns/find-action.ts'
import { errorCard } from '../../cards/error.ts'
import { notAllowedCard } from '../../cards/not-allowed.ts'
import type { RefusedAct } from '../../cards/refused-act.ts'
import type { UserErrorCode } from '../../cards/words/codes.ts'
import { errorsEn } from '../../cards/words/errors-en.ts'
import { buttonsOf } from '../support/card-parts.ts'
import { makeTestClock } from '../support/clocks.ts'

const now = makeTestClock()()
const codes = Object.keys(errorsEn) as UserErrorCode[]
const roleOf = new Map(actions.map(({ verb, role }) => [verb, role]))

const act = (role: Role, tenants = ['3c3c3c3c-0000-4000-8000-000000000001']): RefusedAct => ({
  rights: {
    view: true,
    act: includesRole([role], 'operator'),
    decide: includesRole([role], 'approver'),
  },
  tenantIds: tenants,
  setId: 'directory-data',
  requestId: 'r'.repeat(43),
  consentId: 'c'.repeat(43),
  kind: 'grant',
  isBlocked: true,
})

/** Codes whose card has no button, with the reason. */
const without: Readonly<Partial<Record<UserErrorCode, string>>> = {
  PERSON_FOREIGN: 'A person from outside may do nothing here and learns nothing.',
}

const cardOf = (code: UserErrorCode, about: RefusedAct | undefined) =>
  code === 'NO_ROLE' || code === 'ROLE_MISSING' || code === 'PERSON_FOREIGN'
    ? notAllowedCard({ now, reason: code, ask: [], act: about })
    : errorCard({ now, code, facts: {}, act: about, sent: { verb: 'tenant.list', data: {} } })

const verbsOf = (code: UserErrorCode, about: RefusedAct | undefined): string[] =>
  buttonsOf(cardOf(code, about)).map(({ verb }) => String(verb))

describe.each(['viewer', 'operator', 'approver', 'auditor'] as const)('for an %s', (role) => {
  it.each(codes.filter((code) => !without[code]))('%s leads on, to what they may do', (code) => {
    for (const about of [act(role), act(role, []), undefined]) {
      const verbs = verbsOf(code, about)
      expect(verbs.length, code).toBeGreaterThan(0)
      expect(verbs.length, code).toBeLessThanOrEqual(6)
      for (const verb of verbs.filter((each) => each !== commandVerb)) {
        const needed = roleOf.get(verb)
        expect(needed, `${code}: ${verb}`).toBeDefined()
        const may = needed === 'anyone' || includesRole([role], needed as Role)
        expect(may, `${code}: ${verb} for a ${role}`).toBe(true)
      }
    }
  })
})

it('has no button for a stranger', () => {
  expect(Object.keys(without).map((code) => verbsOf(code as UserErrorCode, act('approver')))).toEqual([[]])
})

it.each([
  ['GRANT_BLOCKED', 'approver', 'grant.unblock'],
  ['GRANT_BLOCKED', 'operator', 'request.form'],
  ['GRANT_BLOCKED', 'viewer', 'grant.details'],
  ['UNDO_TOO_LATE', 'approver', 'grant.unblock'],
  ['REQUEST_ENDED', 'viewer', 'request.show'],
  ['TENANT_UNKNOWN', 'approver', 'tenant.list'],
  ['LINK_EXPIRED', 'approver', 'grant.plan'],
  ['ROLE_MISSING', 'operator', 'request.form'],
  ['APPROVAL_NEEDED', 'approver', 'request.form'],
  ['TOO_MANY_REQUESTS', 'operator', 'request.list'],
  ['OUTSIDE_UNAVAILABLE', 'viewer', 'tenant.list'],
] as const)('%s offers an %s first: %s', (code, role, verb) => {
  expect(verbsOf(code, act(role))[0]).toBe(verb)
})
