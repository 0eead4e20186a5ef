import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MemberRead, User } from '#domain/directory/member.ts'
import { assertMay } from '#domain/people/assert-may.ts'
import { decideRoles, groupOf } from '#domain/people/decide-roles.ts'
import { includesRole, type Role, roles } from '#domain/people/role.ts'
import type { RoleReading, RoleTable, ScopeTable } from '#domain/people/role-reading.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { UserError } from '#platform/base/errors.ts'
import { makeOutcome } from '#platform/microsoft/outcomes.ts'
import { runs } from '../../support/runs.ts'

const me = 'me'
const unread = { read: false, outcome: makeOutcome('graph', 'graphFault') } as const
const member: User = { displayName: 'Me', isGuest: false, isEnabled: true }
const readAs = (user: User | undefined, ...groupIds: string[]): MemberRead => ({
  user: { read: true, value: user },
  groupIds: { read: true, value: groupIds },
})
const nobody: RoleTable = { viewer: [], operator: [], approver: [], auditor: [] }
const decide = (table: Partial<RoleTable>, read: MemberRead | 'notAsked', scopes: ScopeTable = {}) =>
  decideRoles({ table: { ...nobody, ...table }, scopes }, me, read)

describe('a role', () => {
  const table = { viewer: ['group:g'], approver: [me] }

  it('comes from the entry that names the person, and from a group they are in', () => {
    expect(decide(table, readAs(member, 'g')).given).toEqual([
      { role: 'viewer', from: { groupId: 'g' }, scope: 'all' },
      { role: 'approver', from: 'configuration', scope: 'all' },
    ])
    expect(decide(table, readAs(member)).roles).toEqual(['approver'])
  })

  it('by group is not given without a read and not denied either', () => {
    const halfRead: MemberRead[] = [
      { user: unread, groupIds: unread },
      { user: unread, groupIds: { read: true, value: ['g'] } },
      { user: { read: true, value: member }, groupIds: unread },
    ]
    expect(halfRead.map((read) => decide(table, read).isAccountRead)).toEqual([false, false, true])
    for (const read of halfRead)
      expect(decide(table, read)).toMatchObject({
        roles: ['approver'],
        notRead: [{ role: 'viewer', groupId: 'g' }],
      })
  })

  it.each([
    ['guest', { ...member, isGuest: true }],
    ['disabled', { ...member, isEnabled: false }],
    ['missing', undefined],
  ])('is nobody’s who is %s, whatever is configured', (refused, user) => {
    expect(decide(table, readAs(user, 'g'))).toEqual({
      roles: [],
      given: [],
      notRead: [],
      refused,
      isAccountRead: true,
    })
  })
})

/** The same rule, stated directly for one role and one tenant. */
function mayHave(
  { table, scopes }: { table: RoleTable; scopes: ScopeTable },
  read: MemberRead | 'notAsked',
  needed: Role,
  tenantId: string,
): boolean {
  const account = read !== 'notAsked' && read.user.read ? read.user.value : 'unread'
  if (account === undefined) return false
  if (account !== 'unread' && (account.isGuest || !account.isEnabled)) return false
  const inGroup = (id: string): boolean =>
    read !== 'notAsked' && account !== 'unread' && read.groupIds.read && read.groupIds.value.includes(id)
  return roles.some((role) =>
    table[role].some((holder) => {
      const group = groupOf(holder)
      const isTheirs = group === undefined ? holder === me : inGroup(group)
      const covered = scopes[holder] === undefined || scopes[holder].includes(tenantId)
      return isTheirs && covered && includesRole([role], needed)
    }),
  )
}

const holder = fc.constantFrom(me, 'other', 'group:g', 'group:h')
const holders = fc.uniqueArray(holder, { maxLength: 3 })
const someTables: fc.Arbitrary<RoleTable> = fc.record({
  viewer: holders,
  operator: holders,
  approver: holders,
  auditor: holders,
})
const someScopes: fc.Arbitrary<ScopeTable> = fc.dictionary(
  holder,
  fc.uniqueArray(fc.constantFrom('a', 'b'), { minLength: 1 }),
)
const someReads: fc.Arbitrary<MemberRead | 'notAsked'> = fc.oneof(
  fc.constant('notAsked' as const),
  fc.record({
    user: fc.oneof(
      fc.constant(unread),
      fc
        .option(fc.record({ displayName: fc.string(), isGuest: fc.boolean(), isEnabled: fc.boolean() }), {
          nil: undefined,
        })
        .map((value) => ({ read: true as const, value })),
    ),
    groupIds: fc.oneof(
      fc.constant(unread),
      fc.subarray(['g', 'h']).map((value) => ({ read: true as const, value })),
    ),
  }),
)

function isAllowed(reading: RoleReading, needed: Role, tenantId: string): boolean {
  try {
    assertMay(reading, needed, [tenantId])
    return true
  } catch (error) {
    if (error instanceof UserError) return false
    throw error
  }
}

describe('for every configuration and every answer of the directory', () => {
  it('exactly the people of the rule may act, in exactly their tenants', () => {
    fc.assert(
      fc.property(
        someTables,
        someScopes,
        someReads,
        fc.constantFrom(...roles),
        fc.constantFrom('a', 'b', 'c'),
        (table, scopes, read, needed, tenantId) => {
          const reading = { ...decideRoles({ table, scopes }, me, read), at: new Date(0) }
          const expected = mayHave({ table, scopes }, read, needed, tenantId)
          expect(isAllowed(reading, needed, tenantId)).toBe(expected)
        },
      ),
      runs(3_000),
    )
  })

  it('a read that fails never gives more than the same read that works', () => {
    fc.assert(
      fc.property(someTables, someScopes, someReads, (table, scopes, read) => {
        if (read === 'notAsked') return
        const failed = decideRoles({ table, scopes }, me, { ...read, groupIds: unread })
        const worked = decideRoles({ table, scopes }, me, read)
        for (const role of failed.roles) expect(worked.roles).toContain(role)
        for (const { role, groupId } of worked.given.flatMap(({ role, from }) =>
          from === 'configuration' ? [] : [{ role, ...from }],
        ))
          expect(failed.notRead, 'what could not be checked is named').toContainEqual({ role, groupId })
      }),
      runs(2_000),
    )
  })
})

describe('what a person is told', () => {
  const codeOf = (reading: Omit<RoleReading, 'at'>, needed: Role, ...tenantIds: string[]): string => {
    try {
      assertMay({ ...reading, at: new Date(0) }, needed, tenantIds)
    } catch (error) {
      return error instanceof UserError ? error.code : 'bug'
    }
    return 'allowed'
  }
  const failed: MemberRead = { user: unread, groupIds: unread }

  it('no role is not the same as a role that could not be checked', () => {
    expect(codeOf(decide({ approver: ['group:g'] }, failed), 'viewer')).toBe('ROLES_UNREADABLE')
    expect(codeOf(decide({ approver: ['group:g'] }, readAs(member)), 'viewer')).toBe('NO_ROLE')
    expect(codeOf(decide({ viewer: [me], approver: ['group:g'] }, failed), 'approver')).toBe(
      'ROLES_UNREADABLE',
    )
    expect(codeOf(decide({ viewer: [me], auditor: ['group:g'] }, failed), 'approver')).toBe('ROLE_MISSING')
  })

  it('a tenant outside of everything they may see does not exist; one they only see is named as such', () => {
    const scoped = decide({ viewer: ['group:g'], approver: [me] }, readAs(member, 'g'), {
      [me]: ['b'],
      'group:g': ['a', 'b'],
    })
    expect(scopeOf(scoped, 'viewer')).toEqual(['a', 'b'])
    expect(codeOf(scoped, 'approver', 'b')).toBe('allowed')
    expect(codeOf(scoped, 'approver', 'a')).toBe('SCOPE_MISSING')
    expect(codeOf(scoped, 'approver', 'b', 'c')).toBe('TENANT_UNKNOWN')
  })

  it('a guest is told that this is not for them', () => {
    expect(codeOf(decide({ viewer: [me] }, readAs({ ...member, isGuest: true })), 'viewer')).toBe(
      'PERSON_FOREIGN',
    )
  })
})
