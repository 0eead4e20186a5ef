import { type Access, apiName, apis, findPermission, permissionNamed } from '../world/permissions.ts'
import type { World } from '../world/types.ts'
import { WorldError } from '../world/world-error.ts'

/** A permission with its names. */
export interface NamedAccess {
  /** App id of the API. */
  api: string
  apiName: string
  type: Access['type']
  value: string
}

/** Names a permission of Microsoft's APIs or of an API registered in this world; otherwise uses its IDs. */
export function nameAccess(world: World, access: Access): NamedAccess {
  const { resourceAppId, type, id } = access
  const own = world.registrations.get(resourceAppId)
  const value = findPermission(access)?.value ?? own?.appRoles.find((role) => role.id === id)?.value ?? id
  return {
    api: resourceAppId,
    apiName: apiName(resourceAppId) ?? own?.displayName ?? resourceAppId,
    type,
    value,
  }
}

/** The reverse: `api` is an app id or a name, Graph by default. Throws `WorldError` when there is no such permission. */
export function findAccess(
  world: World,
  named: { api?: string; value: string; type?: Access['type'] },
): Access & { value: string } {
  const { api, value, type } = named
  const own = world.registrations.get(api?.toLowerCase() ?? '')
  const role = own?.appRoles.find((one) => one.value === value)
  if (own && role) return { resourceAppId: own.appId, type: 'Role', id: role.id, value }
  return permissionNamed(api === undefined ? value : `${apiNamed(api)}/${value}`, type)
}

/** App id of an API of Microsoft's, given by app id or name. Throws `WorldError`. */
export function apiNamed(text: string): string {
  const wanted = text.toLowerCase()
  const found = apis.find((api) => api.appId === wanted || api.name.toLowerCase() === wanted)
  if (!found) throw new WorldError(`API ${text} not found`)
  return found.appId
}
