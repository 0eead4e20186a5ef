import { describe, expect, it } from 'vitest'
import type { Role } from '#domain/people/role.ts'
import type { RoleReading } from '#domain/people/role-reading.ts'
import { type Actor, findPerson, getActor, isMachine, may, requireRole } from '#edge/teams/actions/actor.ts'
import { UserError } from '#platform/base/errors.ts'
import { makeActivity } from './activities.ts'
import { alice, gus, home, people, victor } from './test-bot.ts'

const foreign = '99999999-0000-4000-8000-000000000001'
const from = (change: Record<string, unknown>) => ({
  from: { id: `29:${alice.objectId}`, name: alice.name, aadObjectId: alice.objectId, ...change },
})
const actorOf = (change: Record<string, unknown>) => getActor(makeActivity(change), home, people)
const withRoles = (...own: Role[]): Actor => ({
  tenantId: home,
  objectId: alice.objectId,
  name: '',
  roles: own,
  given: own.map((role) => ({ role, from: 'configuration', scope: 'all' })),
  notRead: [],
  isAccountRead: true,
  at: new Date(0),
})

async function codeOf(work: () => unknown): Promise<unknown> {
  try {
    await work()
  } catch (error) {
    if (error instanceof UserError) return [error.code, error.facts]
    throw error
  }
  return undefined
}

describe('the acting person', () => {
  it('is tenant and object id, in lower case, with the roles of the configuration', async () => {
    const actor = await actorOf(from({ aadObjectId: alice.objectId.toUpperCase() }))
    const person = { tenantId: home, objectId: alice.objectId, name: 'Alice Moreau' }
    expect(actor).toMatchObject({
      ...person,
      roles: ['approver'],
      given: [{ role: 'approver', from: 'configuration', scope: 'all' }],
    })
    expect(JSON.parse(JSON.stringify({ by: actor })), 'what is kept of it').toEqual({ by: person })
  })

  it('is refused when the directory calls them a guest, whatever Teams says', async () => {
    const guest: RoleReading = {
      roles: [],
      given: [],
      notRead: [],
      isAccountRead: true,
      refused: 'guest',
      at: new Date(0),
    }
    const around = { readRoles: async () => guest }
    expect(await codeOf(() => getActor(makeActivity(from({})), home, around))).toEqual(['PERSON_FOREIGN', {}])
  })

  it('has no roles if the configuration names none', async () => {
    expect((await actorOf(from({ aadObjectId: gus.objectId }))).roles).toEqual([])
  })

  it('is known by the object id alone: neither name nor account id give a role', async () => {
    const pretender = { id: `29:${alice.objectId}`, name: alice.name, aadObjectId: gus.objectId }
    expect((await actorOf({ from: pretender })).roles).toEqual([])
  })

  it.each([
    ['a foreign conversation', { conversation: { id: 'a:1', tenantId: foreign } }],
    ['a foreign sender in a shared channel', from({ tenantId: foreign })],
    ['a foreign tenant beside the conversation', { channelData: { tenant: { id: foreign } } }],
    ['no tenant at all', { conversation: { id: 'a:1' }, channelData: undefined }],
    ['a guest', from({ userRole: 'guest' })],
    ['a guest in other letters', from({ userRole: 'Guest' })],
    ['an anonymous person', from({ userRole: 'anonymous' })],
    ['somebody without object id', from({ aadObjectId: undefined })],
    ['an object id that is none', from({ aadObjectId: 'alice' })],
    ['a bot', from({ id: '28:other' })],
    ['a skill', from({ role: 'skill' })],
  ])('is refused: %s', async (_, change) => {
    expect(await codeOf(() => actorOf(change))).toEqual(['PERSON_FOREIGN', {}])
  })

  it('is not read off anything that a card carries', async () => {
    const value = {
      action: { verb: 'x', data: { from: { aadObjectId: alice.objectId }, roles: ['approver'] } },
    }
    expect((await actorOf({ ...from({ aadObjectId: gus.objectId }), value })).roles).toEqual([])
  })
})

describe('a machine', () => {
  it.each([
    [{ id: '28:bot' }, true],
    [{ role: 'bot' }, true],
    [{ role: 'skill' }, true],
    [{ role: 'user' }, false],
    [{ role: undefined }, false],
  ])('%j: %s', (change, expected) => {
    const activity = makeActivity(from(change))
    expect(isMachine(activity)).toBe(expected)
    expect(findPerson(activity) === undefined).toBe(expected)
  })
})

describe('a role', () => {
  const held: readonly Role[] = ['viewer', 'operator', 'approver', 'auditor']
  const allows: Record<Role, readonly Role[]> = {
    viewer: ['viewer'],
    operator: ['viewer', 'operator'],
    approver: held,
    auditor: ['viewer', 'auditor'],
  }
  it.each(held.flatMap((own) => held.map((needed) => [own, needed] as const)))('%s for %s', (own, needed) => {
    expect(may(withRoles(own), needed)).toBe(allows[own].includes(needed))
  })

  it('is asked for with what is needed and what there is', async () => {
    expect(await codeOf(() => requireRole(withRoles(), 'viewer'))).toEqual(['NO_ROLE', { needs: 'viewer' }])
    expect(await codeOf(() => requireRole(withRoles('viewer', 'auditor'), 'operator'))).toEqual([
      'ROLE_MISSING',
      { needs: 'operator', has: ['viewer', 'auditor'] },
    ])
    expect(await codeOf(() => requireRole(withRoles(), 'anyone'))).toBeUndefined()
    expect(await codeOf(() => requireRole(withRoles('approver'), 'operator'))).toBeUndefined()
  })

  it('comes from the table only', async () => {
    const actor = await getActor(makeActivity(from({ aadObjectId: victor.objectId })), home, people)
    expect(actor.roles).toEqual(['viewer'])
  })
})
