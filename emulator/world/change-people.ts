import { withRole } from './change-tenants.ts'
import { roleTemplateId } from './permissions.ts'
import { changeDirectory, readFuture } from './tenants.ts'
import type { Directory, Group, Tenant, User, World } from './types.ts'
import { WorldError } from './world-error.ts'

/** Accounts of a tenant and the groups they are in. */

export function addUser(world: World, tenant: Tenant, user: User): void {
  changeDirectory(world, tenant, withUser(user), 0)
}

export function addGroup(
  world: World,
  tenant: Tenant,
  group: Pick<Group, 'id' | 'displayName' | 'memberIds'>,
): void {
  const added: Group = { roleAssignable: false, ...group }
  changeDirectory(world, tenant, (directory) => ({ ...directory, groups: [...directory.groups, added] }), 0)
}

/** Makes an account a guest or a member, or disables or enables it. Throws when there is no such account. */
export function changeUser(
  world: World,
  tenant: Tenant,
  userId: string,
  change: Partial<Pick<User, 'userType' | 'accountEnabled'>>,
): User {
  const user = { ...getUser(readFuture(world, tenant), userId), ...change }
  changeDirectory(world, tenant, withUser(user))
  return user
}

/** Adds an account to a group, or removes it. Throws when there is no such account or group. */
export function setMember(
  world: World,
  tenant: Tenant,
  { groupId, userId, member }: { groupId: string; userId: string; member: boolean },
): { user: User; group: Group } {
  const directory = readFuture(world, tenant)
  const user = getUser(directory, userId)
  const group = directory.groups.find(({ id }) => id === groupId)
  if (!group) throw new WorldError(`group ${groupId} not found`)
  changeDirectory(world, tenant, (now) => ({
    ...now,
    groups: now.groups.map((one) => {
      if (one.id !== groupId) return one
      const others = one.memberIds.filter((id) => id !== user.id)
      return { ...one, memberIds: member ? [...others, user.id] : others }
    }),
  }))
  return { user, group }
}

/** Gives an account a built-in directory role, by name or template ID, or takes it away. */
export function setDirectoryRole(
  world: World,
  tenant: Tenant,
  { userId, role, holds }: { userId: string; role: string; holds: boolean },
): User {
  const user = getUser(readFuture(world, tenant), userId)
  const template = roleTemplateId(role)
  changeDirectory(world, tenant, (directory) => {
    const others = directory.roleAssignments.filter(
      (one) => one.principalId !== user.id || one.roleTemplateId !== template,
    )
    const roleAssignments = holds
      ? withRole({ ...directory, roleAssignments: others }, user.id, template, 'direct').roleAssignments
      : others
    return { ...directory, roleAssignments }
  })
  return user
}

/** IDs of the groups of an account, direct and transitive. */
export function groupsAround(directory: Directory, memberId: string): Set<string> {
  const found = new Set<string>()
  const todo = [memberId]
  for (let id = todo.pop(); id !== undefined; id = todo.pop()) {
    for (const group of directory.groups) {
      if (!group.memberIds.includes(id) || found.has(group.id)) continue
      found.add(group.id)
      todo.push(group.id)
    }
  }
  return found
}

/** IDs of the members of a group, direct and transitive. */
export function membersBelow(directory: Directory, groupId: string): Set<string> {
  const found = new Set<string>()
  const todo = [groupId]
  for (let id = todo.pop(); id !== undefined; id = todo.pop()) {
    for (const memberId of directory.groups.find((group) => group.id === id)?.memberIds ?? []) {
      if (found.has(memberId)) continue
      found.add(memberId)
      todo.push(memberId)
    }
  }
  return found
}

const withUser = (user: User) => (directory: Directory) => ({
  ...directory,
  users: new Map(directory.users).set(user.id, user),
})

function getUser(directory: Directory, userId: string): User {
  const user = directory.users.get(userId.toLowerCase())
  if (!user) throw new WorldError(`account ${userId} not found`)
  return user
}
