import { groupsAround } from '../world/change-people.ts'
import { getTenant, readDirectory } from '../world/tenants.ts'
import type { Directory, World } from '../world/types.ts'
import { type LoginFailure, loginFailure } from './aadsts.ts'
import type { DeviceSignIn, SignedIn } from './device-desk.ts'

/** Directory roles that may consent to delegated permissions for everybody. */
const consentRoles = [
  '62e90394-69f5-4237-9190-012177145e10', // Global Administrator
  'e8611ab8-c189-46e8-94e1-60213ab1f814', // Privileged Role Administrator
  '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3', // Application Administrator
  '158c047a-c907-4556-b7ef-446551a6b5f7', // Cloud Application Administrator
]

/** What a person may consent to alone. */
const personalScopes = ['User.Read', 'User.ReadBasic.All']

/** The directory roles of an account, direct or through a group, by template ID. */
export function rolesOf(directory: Directory, principalId: string): string[] {
  const holders = new Set([principalId, ...groupsAround(directory, principalId)])
  const held = directory.roleAssignments.filter((role) => holders.has(role.principalId))
  return [...new Set(held.map((role) => role.roleTemplateId))]
}

/** A person decides about a device. The device stays as it is if that person can't. */
export function decideDevice(
  world: World,
  device: DeviceSignIn,
  person: SignedIn,
  decision: 'accept' | 'decline',
): LoginFailure | undefined {
  const directory = readDirectory(world, getTenant(world, person.tenantId))
  const user = directory.users.get(person.userId)
  if (!user || (device.tenantId !== undefined && device.tenantId !== person.tenantId)) {
    return loginFailure(50020, { user: user?.userPrincipalName ?? person.userId, client: device.clientId })
  }
  if (!user.accountEnabled) return loginFailure(50057)
  if (decision === 'decline') {
    device.state = 'declined'
    return undefined
  }
  const needsAdmin = device.scopes.some((scope) => !personalScopes.includes(scope))
  const isAdmin = rolesOf(directory, user.id).some((role) => consentRoles.includes(role))
  if (needsAdmin && !isAdmin && world.settings.deviceConsent === 'ask') {
    return loginFailure(90094, { app: device.appName })
  }
  device.state = person
  return undefined
}
