import { assertMay, assertRole } from '#domain/people/assert-may.ts'
import type { People } from '#domain/people/people.ts'
import { includesRole, type Role } from '#domain/people/role.ts'
import type { RoleReading } from '#domain/people/role-reading.ts'
import { isInScope, scopeOf } from '#domain/people/scope.ts'
import { UserError } from '#platform/base/errors.ts'
import type { Person } from '#platform/base/person.ts'
import { readChannelTenant, type TeamsActivity } from '../channel/activity.ts'
import type { Concern } from './reach.ts'

/** The person of the turn, from the activity, never from card data, with the roles that `People` finds. */
export interface Actor extends Person, RoleReading {}

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The sender in the activity; undefined for bots, anonymous people and senders without a directory ID. */
export function findPerson(activity: TeamsActivity): Person | undefined {
  const { from } = activity
  const objectId = from.aadObjectId?.toLowerCase() ?? ''
  const [tenantId] = tenantsOf(activity)
  if (isMachine(activity) || !guid.test(objectId) || tenantId === undefined) return undefined
  return { tenantId, objectId, name: from.name ?? '' }
}

/**
 * The acting person. In a channel shared with another organization, the conversation's tenant isn't the sender's, so every
 * tenant in the activity must be the home tenant. @throws UserError PERSON_FOREIGN also for guests, bots and anonymous people
 */
export async function getActor(
  activity: TeamsActivity,
  homeTenantId: string,
  people: Pick<People, 'readRoles'>,
): Promise<Actor> {
  const person = findPerson(activity)
  const atHome = [...tenantsOf(activity)].every((tenantId) => tenantId === homeTenantId.toLowerCase())
  const visiting = ['guest', 'anonymous'].includes(activity.from.userRole?.toLowerCase() ?? '')
  if (!person || !atHome || visiting) throw new UserError('PERSON_FOREIGN')
  const reading = await people.readRoles(person)
  if (reading.refused === 'guest') throw new UserError('PERSON_FOREIGN')
  // Serialization stores the identity only, not the roles of that day.
  return Object.defineProperty({ ...person, ...reading }, 'toJSON', { value: () => person })
}

/** True for a bot or a skill. It gets no answer: two bots would answer each other forever. */
export function isMachine({ from }: TeamsActivity): boolean {
  return from.id.startsWith('28:') || !['', 'user'].includes(from.role?.toLowerCase() ?? '')
}

/** True if the actor has this role, or one that includes it, anywhere or in this tenant. */
export const may = (actor: Actor, needed: Role, tenantId?: string): boolean =>
  tenantId === undefined ? includesRole(actor.roles, needed) : isInScope(scopeOf(actor, needed), tenantId)

/** @throws UserError as `assertRole` */
export function requireRole(actor: Actor, needed: Role | 'anyone'): void {
  if (needed !== 'anyone') assertRole(actor, needed)
}

/** @throws UserError as `assertMay`; SCOPE_MISSING for all tenants if the role is limited to some */
export function requireReach(actor: Actor, needed: Role | 'anyone', concern: Concern): void {
  const isNothing = concern === 'nothing' || concern.length === 0
  if (!isNothing) assertMay(actor, needed === 'anyone' ? 'viewer' : needed, concern)
}

/** The tenants that an activity names, the sender's own first. Whoever needs the first only doesn't parse the channel's data. */
function* tenantsOf(activity: TeamsActivity): Generator<string, void> {
  const { from, conversation } = activity
  if (from.tenantId) yield from.tenantId.toLowerCase()
  if (conversation.tenantId) yield conversation.tenantId.toLowerCase()
  const ofChannel = readChannelTenant(activity)
  if (ofChannel) yield ofChannel.toLowerCase()
}
