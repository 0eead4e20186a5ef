import { describe, expect, it } from 'vitest'
import type { GroupRead, MemberRead, User } from '#domain/directory/member.ts'
import { makePeople } from '#domain/people/make-people.ts'
import type { RoleTable, ScopeTable } from '#domain/people/role-reading.ts'
import { minutes, seconds } from '#platform/base/time.ts'
import { makeOutcome } from '#platform/microsoft/outcomes.ts'
import { makeTestClock } from '../../support/clocks.ts'
import { makeTestLog } from '../../support/logs.ts'

const home = 'home'
const person = (objectId: string) => ({ tenantId: home, objectId, name: '' })
const failed = { read: false, outcome: makeOutcome('network', 'timedOut') } as const
const member: User = { displayName: 'Somebody', isGuest: false, isEnabled: true }
const readAs = (user: User | undefined, ...groupIds: string[]): MemberRead => ({
  user: { read: true, value: user },
  groupIds: { read: true, value: groupIds },
})
const hanging: MemberRead = { user: failed, groupIds: failed }

/** A directory whose answers a test can delay and change. */
function makeScene(table: Partial<RoleTable>, scopes: ScopeTable = {}) {
  const clock = makeTestClock()
  const log = makeTestLog()
  const asked: string[] = []
  const scene = {
    answer: readAs(member) as MemberRead,
    groups: {} as Record<string, GroupRead | undefined | 'unreadable'>,
    hold: undefined as Promise<void> | undefined,
  }
  const people = makePeople({
    table: { viewer: [], operator: [], approver: [], auditor: [], ...table },
    scopes,
    homeTenantId: home,
    clock,
    log,
    directory: {
      readMember: async (objectId) => {
        asked.push(objectId)
        const { answer } = scene
        await scene.hold
        return answer
      },
      readGroup: async (groupId) => {
        const group = scene.groups[groupId]
        return group === 'unreadable' ? failed : { read: true, value: group }
      },
    },
  })
  const rolesOf = async (objectId: string) => (await people.readRoles(person(objectId))).roles
  const rolesNow = async (objectId: string) => (await people.readRolesNow(person(objectId))).roles
  return { people, scene, clock, log, asked, rolesOf, rolesNow }
}

describe('reading a role', () => {
  it('costs nothing for people who can have no role, and one read for the others: they could be guests', async () => {
    const { rolesOf, rolesNow, asked } = makeScene({ approver: ['alice'] })
    expect([await rolesOf('alice'), await rolesOf('gus'), await rolesNow('gus')]).toEqual([
      ['approver'],
      [],
      [],
    ])
    expect(asked).toEqual(['alice'])
    expect(await rolesNow('alice')).toEqual(['approver'])
    expect(asked).toEqual(['alice', 'alice'])
  })

  it('is never of somebody from another tenant', async () => {
    const { people, asked } = makeScene({ approver: ['alice', 'group:g'] })
    for (const read of [people.readRoles, people.readRolesNow])
      expect((await read({ tenantId: 'elsewhere', objectId: 'alice', name: '' })).roles).toEqual([])
    expect(asked).toEqual([])
  })

  it('is kept for five minutes and no longer; anew means anew', async () => {
    const { rolesOf, rolesNow, scene, clock, asked } = makeScene({ operator: ['group:g'] })
    scene.answer = readAs(member, 'g')
    expect(await rolesOf('olivia')).toEqual(['operator'])
    scene.answer = readAs(member)
    clock.forward(minutes(5) - 1)
    expect(await rolesOf('olivia')).toEqual(['operator'])
    expect(asked).toHaveLength(1)
    clock.forward(1)
    expect(await rolesOf('olivia')).toEqual([])
    scene.answer = readAs(member, 'g')
    expect(await rolesOf('olivia')).toEqual([])
    expect(await rolesNow('olivia')).toEqual(['operator'])
    expect(await rolesOf('olivia'), 'what was read anew is known').toEqual(['operator'])
  })

  it('is one flight for all who ask at the same time, but an effect begins its own', async () => {
    const { rolesOf, rolesNow, scene, asked } = makeScene({ operator: ['group:g'] })
    const { promise, resolve } = Promise.withResolvers<void>()
    scene.hold = promise
    scene.answer = readAs(member, 'g')
    const many = Array.from({ length: 50 }, () => rolesOf('olivia'))
    await Promise.resolve()
    expect(asked).toHaveLength(1)
    scene.answer = readAs(member)
    const effect = rolesNow('olivia')
    resolve()
    expect(await effect, 'removed from the group meanwhile').toEqual([])
    await Promise.all(many)
    expect(await rolesOf('olivia'), 'the older answer does not come back').toEqual([])
    expect(asked).toHaveLength(2)
  })
})

describe('when the directory cannot be read', () => {
  it('a role by object id stands, a role by group is not given, and it is not asked again at once', async () => {
    const { people, scene, clock, asked, rolesOf } = makeScene({ viewer: ['alice'], approver: ['group:g'] })
    scene.answer = hanging
    const reading = await people.readRoles(person('alice'))
    expect(reading).toMatchObject({ roles: ['viewer'], notRead: [{ role: 'approver', groupId: 'g' }] })
    await rolesOf('alice')
    expect(asked).toHaveLength(1)
    clock.forward(seconds(5))
    scene.answer = readAs(member, 'g')
    expect(await rolesOf('alice')).toEqual(['viewer', 'approver'])
  })

  it('what was read less than five minutes ago still counts for reading, not for an effect', async () => {
    const { rolesOf, rolesNow, scene, clock } = makeScene({ approver: ['group:g'] })
    scene.answer = readAs(member, 'g')
    await rolesOf('bob')
    scene.answer = hanging
    clock.forward(minutes(4))
    expect(await rolesNow('bob')).toEqual([])
    expect(await rolesOf('bob')).toEqual(['approver'])
    clock.forward(minutes(1))
    expect(await rolesOf('bob')).toEqual([])
  })

  it.each([
    ['a guest', { ...member, isGuest: true }],
    ['disabled', { ...member, isEnabled: false }],
    ['deleted', undefined],
  ])('nobody gets back what was taken because they are %s', async (_, user) => {
    const { rolesOf, rolesNow, scene, clock } = makeScene({ approver: ['alice'] })
    scene.answer = readAs(user)
    expect(await rolesNow('alice')).toEqual([])
    scene.answer = hanging
    clock.forward(minutes(60))
    expect([await rolesOf('alice'), await rolesNow('alice')]).toEqual([[], []])
    scene.answer = readAs(member)
    expect(await rolesNow('alice')).toEqual(['approver'])
    expect(await rolesOf('alice')).toEqual(['approver'])
  })
})

describe('everybody with a role', () => {
  const group = (displayName: string, ...ids: string[]): GroupRead => ({
    displayName,
    members: ids.map((objectId) => ({ objectId, displayName: objectId.toUpperCase() })),
  })

  it('holds the people of the configuration and of its groups once, with names', async () => {
    const { people, scene } = makeScene({ approver: ['alice', 'group:g'], operator: ['olivia'] })
    scene.groups.g = group('Approvers', 'alice', 'bob')
    expect(await people.listWith('approver')).toEqual([
      { tenantId: home, objectId: 'alice', name: 'Somebody' },
      { tenantId: home, objectId: 'bob', name: 'BOB' },
    ])
    expect((await people.listWith('operator')).map(({ objectId }) => objectId)).toEqual([
      'olivia',
      'alice',
      'bob',
    ])
  })

  it('is as many as can be read: a group that cannot is left out and logged, a guest is no member', async () => {
    const { people, scene, log } = makeScene({ approver: ['alice', 'group:g', 'group:h'] })
    scene.groups.g = 'unreadable'
    scene.groups.h = group('Others', 'bob')
    expect((await people.listWith('approver')).map(({ objectId }) => objectId)).toEqual(['alice', 'bob'])
    expect(log.lines).toMatchObject([{ level: 'warn', facts: { groupId: 'g' } }])
    const other = makeScene({ approver: ['alice'] })
    other.scene.answer = readAs({ ...member, isGuest: true })
    expect(await other.people.listWith('approver')).toEqual([])
  })

  it('for some tenants: those whose entries cover all of them', async () => {
    const { people, scene } = makeScene(
      { approver: ['alice', 'bob', 'group:g'] },
      { bob: ['a'], 'group:g': ['b'] },
    )
    scene.groups.g = group('Approvers of b', 'bob', 'carol')
    const idsFor = async (...tenantIds: string[]) =>
      (await people.listWith('approver', tenantIds)).map(({ objectId }) => objectId)
    expect(await idsFor('a')).toEqual(['alice', 'bob'])
    expect(await idsFor('b')).toEqual(['alice', 'bob', 'carol'])
    expect(await idsFor('a', 'b')).toEqual(['alice', 'bob'])
    expect(await idsFor('c')).toEqual(['alice'])
  })
})

describe('what an operator is shown', () => {
  it('tells each role by its entries, and that nobody is left to approve', async () => {
    const { people, scene } = makeScene(
      { approver: ['group:g', 'group:gone'], viewer: ['victor'] },
      { victor: ['a'] },
    )
    scene.groups.g = { displayName: 'Approvers', members: [] }
    const overview = await people.describe()
    expect(overview.hasNoApprover).toBe(true)
    expect(overview.entries).toMatchObject([
      { role: 'viewer', people: 1, limited: 1, groups: [] },
      { role: 'operator', people: 0, groups: [] },
      {
        role: 'approver',
        groups: [
          { groupId: 'g', name: 'Approvers', members: 0, isMissing: false },
          { groupId: 'gone', name: '', isMissing: true },
        ],
      },
      { role: 'auditor', people: 0 },
    ])
  })

  it('a group that cannot be read is no empty one', async () => {
    const { people, scene } = makeScene({ approver: ['group:g'] })
    scene.groups.g = 'unreadable'
    const overview = await people.describe()
    expect(overview.hasNoApprover).toBe(false)
    expect(overview.entries[2]?.groups).toMatchObject([{ outcome: { name: 'timedOut' }, isMissing: false }])
  })
})
