import { applicationProperties } from '../graph/application-shapes.ts'
import { shape } from '../graph/shapes.ts'
import { getTenant, readFuture } from '../world/tenants.ts'
import type { World } from '../world/types.ts'

/** What the home tenant has of apps: a program that undoes its work leaves the same behind. */
export function snapshotOf(world: World): Record<string, unknown> {
  const home = getTenant(world, world.homeTenantId)
  const registrations = [...world.registrations.values()].filter((one) => one.homeTenantId === home.id)
  return {
    registrations: registrations.map((one) => shape(one, applicationProperties)),
    principals: [...readFuture(world, home).principals.values()].map(
      ({ appId, roles, scopes, accountEnabled }) => {
        return {
          appId,
          accountEnabled,
          scopes,
          roles: roles.map(({ resourceAppId, appRoleId }) => `${resourceAppId}/${appRoleId}`),
        }
      },
    ),
    deleted: [...world.deleted].map(([id, { kind }]) => `${kind} ${id}`),
  }
}
