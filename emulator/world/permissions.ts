import permissionRows from '../data/permissions.json' with { type: 'json' }
import wellKnown from '../data/well-known.json' with { type: 'json' }
import { WorldError } from './world-error.ts'

export type AccessType = 'Role' | 'Scope'

/** One permission of one API, as in `requiredResourceAccess`. */
export interface Access {
  resourceAppId: string
  type: AccessType
  id: string
}

export interface NamedAccess extends Access {
  value: string
  displayName: string
}

export const GRAPH = '00000003-0000-0000-c000-000000000000'

export const apis: readonly { appId: string; name: string; audience: string | null }[] = wellKnown.apis
export const directoryRoles: readonly { id: string; name: string }[] = wellKnown.roles
export const permissions = permissionRows as readonly NamedAccess[]

const byKey = new Map(permissions.map((p) => [accessKey(p), p]))
const byApi = Map.groupBy(permissions, (p) => p.resourceAppId)
const apiNames = new Map(apis.map((api) => [api.appId, api.name]))

export function accessKey(access: Access): string {
  return `${access.resourceAppId}/${access.type}/${access.id}`
}

export const findPermission = (access: Access): NamedAccess | undefined => byKey.get(accessKey(access))
export const permissionsOfApi = (appId: string): readonly NamedAccess[] => byApi.get(appId) ?? []
export const apiName = (appId: string): string | undefined => apiNames.get(appId)

/** `Place.Read.All`, or `<api app id>/Mail.Read` for another API than Graph. Throws when no API has it. */
export function permissionNamed(text: string, type: AccessType = 'Role'): NamedAccess {
  const [before, after] = text.split('/')
  const api = after === undefined ? GRAPH : before
  const value = after ?? before
  const found = permissions.find((p) => p.value === value && p.type === type && p.resourceAppId === api)
  if (!found) throw new WorldError(`permission ${value} (${type}) not found on ${apiName(api ?? '') ?? api}`)
  return found
}

/** What a delegated permission of Graph allows, in words. */
export const wordsOfScope = (scope: string): string =>
  permissionsOfApi(GRAPH).find((one) => one.type === 'Scope' && one.value === scope)?.displayName ?? scope

/** Template ID of a built-in directory role. Throws for an unknown name. */
export function roleTemplateId(name: string): string {
  const found = directoryRoles.find((role) => role.name === name || role.id === name.toLowerCase())
  if (!found) throw new WorldError(`directory role ${name} not found`)
  return found.id
}

/** Name of a built-in directory role, or its template ID when it is unknown. */
export const roleName = (templateId: string): string =>
  directoryRoles.find((role) => role.id === templateId)?.name ?? templateId
