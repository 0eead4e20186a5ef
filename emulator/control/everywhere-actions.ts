import { z } from 'zod'
import { grantMore, revokeAccess } from '../world/change-apps.ts'
import { toggleSparePlan } from '../world/change-tenants.ts'
import { holdsAccess } from '../world/directory.ts'
import { type Access, accessKey } from '../world/permissions.ts'
import { readFuture } from '../world/tenants.ts'
import type { Registration, Tenant, World } from '../world/types.ts'
import { type Action, action } from './action.ts'
import { accessOfInput, permission } from './inputs.ts'

/** The actor in the audit logs: an app that runs on its own, not a person. */
const script = { name: 'Tenant cleanup script', appId: '5e5e5e5e-0000-4000-8000-000000000001' }

const input = z.strictObject({ permission })

/** What happens in every customer's tenant at once. Tenants of a fleet that were never requested stay unchanged. */
export const everywhereActions: Readonly<Record<string, Action>> = {
  'revoke-everywhere': action(input, ({ world }, { permission }) => {
    const access = accessOfInput(world, permission)
    const hit = installedSets(world).filter(({ holds }) => holds(access))
    for (const { tenant, registration } of hit)
      revokeAccess(world, tenant, registration.appId, access, script)
    return { done: `${access.value} was revoked from ${inWords(hit)}.`, changed: hit.length }
  }),
  /** Adds a permission that no set requires, or removes it: the facts change, but no status does. */
  'spare-everywhere': action(input, ({ world }, { permission }) => {
    const access = accessOfInput(world, permission)
    const all = installedSets(world).filter(({ requires }) => !requires(access))
    for (const { tenant, registration, holds } of all) {
      if (holds(access)) revokeAccess(world, tenant, registration.appId, access, script)
      else grantMore(world, tenant, registration, [access], script)
    }
    return { done: `${access.value} was added or removed in ${inWords(all)}.`, changed: all.length }
  }),
  /** Adds a service plan that no set needs, or removes it: the facts of every set change, but nothing is granted. */
  'plan-everywhere': action(z.strictObject({}), ({ world }) => {
    const tenants = [...world.tenants.values()]
    for (const tenant of tenants) toggleSparePlan(tenant)
    return {
      done: `A service plan was added or removed in ${tenants.length} tenants.`,
      changed: tenants.length,
    }
  }),
  'grant-everywhere': action(input, ({ world }, { permission }) => {
    const access = accessOfInput(world, permission)
    const lacking = installedSets(world).filter(({ requires, holds }) => requires(access) && !holds(access))
    for (const { tenant, registration } of lacking) grantMore(world, tenant, registration, [access], script)
    return { done: `${access.value} was restored to ${inWords(lacking)}.`, changed: lacking.length }
  }),
}

interface InstalledSet {
  tenant: Tenant
  registration: Registration
  holds(access: Access): boolean
  requires(access: Access): boolean
}

function installedSets(world: World): InstalledSet[] {
  const sets = [...world.registrations.values()].filter(({ part }) => part === 'set')
  return [...world.tenants.values()].flatMap((tenant) => {
    const { principals } = readFuture(world, tenant)
    return sets.flatMap((registration) => {
      const principal = principals.get(registration.appId)
      const requires = (access: Access): boolean =>
        registration.required.some((one) => accessKey(one) === accessKey(access))
      return principal
        ? [{ tenant, registration, requires, holds: (access: Access) => holdsAccess(principal, access) }]
        : []
    })
  })
}

function inWords(sets: readonly InstalledSet[]): string {
  const tenants = new Set(sets.map(({ tenant }) => tenant.id)).size
  return `${sets.length} ${sets.length === 1 ? 'app' : 'apps'} in ${tenants} ${tenants === 1 ? 'tenant' : 'tenants'}`
}
