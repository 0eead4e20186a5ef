import { groupsAround, membersBelow } from '../world/change-people.ts'
import type { Group, User } from '../world/types.ts'
import { type Answer, graphError, notFound } from './answer.ts'
import { decorate, pageOf } from './paging.ts'
import { askedFor, pageFacts, type Read } from './read.ts'
import { type Properties, shape } from './shapes.ts'

/** Reads of accounts and groups. */

export const userProperties: Properties<User> = {
  id: (user) => user.id,
  displayName: (user) => user.displayName,
  userPrincipalName: (user) => user.userPrincipalName,
  userType: (user) => user.userType,
  accountEnabled: (user) => user.accountEnabled,
}
/** The properties of an account that Graph returns by default. */
export const userDefaults = ['id', 'displayName', 'userPrincipalName']

const groupProperties: Properties<Group> = {
  id: (group) => group.id,
  displayName: (group) => group.displayName,
  isAssignableToRole: (group) => group.roleAssignable || null,
  securityEnabled: () => true,
}

export function oneUser(read: Read): Answer {
  const user = findUser(read)
  if (!user) return notFound(read.ids, askedFor(read.target))
  return single(read, 'users', shape(user, userProperties, read.target.select ?? userDefaults))
}

/** The person of the token. */
export function oneMe(read: Read): Answer {
  const { caller, directory, ids } = read
  const user = caller.kind === 'person' ? directory.users.get(caller.userId) : undefined
  if (!user) {
    return graphError(ids, 400, 'BadRequest', '/me request is only valid with delegated authentication flow.')
  }
  return single(read, 'users', shape(user, userProperties, read.target.select ?? userDefaults))
}

export function oneGroup(read: Read): Answer {
  const group = findGroup(read)
  if (!group) return notFound(read.ids, askedFor(read.target))
  return single(read, 'groups', shape(group, groupProperties, read.target.select))
}

/** The memberships of an account among at most 20 groups; missing groups count as no membership. */
export function checkMemberGroups(read: Read): Answer {
  const groupIds = (read.body as { groupIds?: unknown } | undefined)?.groupIds
  if (!Array.isArray(groupIds) || groupIds.length === 0 || groupIds.length > 20)
    return graphError(read.ids, 400, 'Request_BadRequest', 'Invalid value specified for property groupIds.')
  const user = findUser(read)
  if (!user) return notFound(read.ids, askedFor(read.target))
  const around = groupsAround(read.directory, user.id)
  const value = groupIds.map((id) => String(id).toLowerCase()).filter((id) => around.has(id))
  const context = `${read.origin}/v1.0/$metadata#Collection(Edm.String)`
  return { status: 200, body: { '@odata.context': context, value } }
}

export function listTransitiveMembers(read: Read): Answer {
  const group = findGroup(read)
  if (!group) return notFound(read.ids, askedFor(read.target))
  const { users, groups } = read.directory
  const below = membersBelow(read.directory, group.id)
  const people = [...users.values()].filter(({ id }) => below.has(id))
  const nested = groups.filter(({ id }) => below.has(id))
  const { select } = read.target
  const rows = [
    ...people.map((user) => typed('user', shape(user, userProperties, select ?? userDefaults))),
    ...nested.map((one) => typed('group', shape(one, groupProperties, select))),
  ]
  return pageOf(read.target, rows, 'directoryObjects', pageFacts(read), (row) => row)
}

const typed = (kind: string, body: Record<string, unknown>) => ({
  '@odata.type': `#microsoft.graph.${kind}`,
  ...body,
})

/** By id or by user principal name. */
function findUser({ target, directory }: Read): User | undefined {
  const wanted = askedFor(target).toLowerCase()
  const byId = directory.users.get(wanted)
  if (byId || !wanted.includes('@')) return byId
  return [...directory.users.values()].find((user) => user.userPrincipalName.toLowerCase() === wanted)
}

const findGroup = ({ target, directory }: Read): Group | undefined =>
  directory.groups.find(({ id }) => id === askedFor(target).toLowerCase())

function single(read: Read, set: string, body: Record<string, unknown>): Answer {
  const context = `${read.origin}/v1.0/$metadata#${set}/$entity`
  return { status: 200, body: decorate({ '@odata.context': context, ...body }, read.effects) }
}
