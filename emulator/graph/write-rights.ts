import type { Initiator } from '../world/audit.ts'
import { GRAPH } from '../world/permissions.ts'
import type { Registration } from '../world/types.ts'
import type { Read } from './read.ts'

/** Who may write what: the permission of the token and, of a person, a directory role or ownership. */

const appAdmins = ['Global Administrator', 'Application Administrator', 'Cloud Application Administrator']
const roleAdmins = ['Global Administrator', 'Privileged Role Administrator']

const holds = ({ caller }: Read, accepted: readonly string[]): boolean =>
  accepted.some((word) => caller.words.includes(word))

const isPersonWith = ({ caller }: Read, roles: readonly string[]): boolean =>
  caller.kind === 'person' && roles.some((role) => caller.roles.includes(role))

const writes = ['Application.ReadWrite.All', 'Directory.ReadWrite.All']

function holdsWrites(read: Read): boolean {
  const ofPeople = read.caller.kind === 'person' ? ['Directory.AccessAsUser.All'] : []
  return holds(read, [...writes, ...ofPeople])
}

/** Register an app or install one? Members may, unless the tenant restricts it; guests may not. */
export function mayRegister(read: Read): boolean {
  const { caller, world } = read
  if (!holdsWrites(read)) return false
  if (caller.kind === 'app' || isPersonWith(read, appAdmins)) return true
  return !caller.isGuest && world.settings.usersCanRegister
}

/** Change or delete this registration or its service principal? Its owners may, and admins of apps. */
export function mayChange(read: Read, app: Registration | undefined): boolean {
  const { caller } = read
  if (!holdsWrites(read)) return false
  if (caller.kind === 'app' || isPersonWith(read, appAdmins)) return true
  return app?.made?.ownerIds.includes(caller.userId) ?? false
}

/** Grant or remove a role of that API? Roles of Graph are for those who manage privileged roles. */
export function mayAssign(read: Read, resourceAppId: string): boolean {
  if (!holds(read, ['AppRoleAssignment.ReadWrite.All'])) return false
  if (!holds(read, ['Application.Read.All', 'Directory.Read.All', ...writes])) return false
  if (read.caller.kind === 'app') return true
  const isGraph = resourceAppId === GRAPH || resourceAppId === '00000002-0000-0000-c000-000000000000'
  return isPersonWith(read, isGraph ? roleAdmins : [...roleAdmins, ...appAdmins])
}

/** For the audit log. */
export function initiatorOf({ caller, directory }: Read): Initiator {
  if (caller.kind === 'person') return { name: caller.name, userId: caller.userId }
  const principal = directory.principals.get(caller.appId)
  return { name: principal?.displayName ?? caller.appId, ...(principal && { appId: principal.id }) }
}
