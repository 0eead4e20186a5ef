import { z } from 'zod'
import { addPlainTenant } from '../demo-world.ts'
import { makeGuid } from '../guid.ts'
import { setApiPresent } from '../world/change-apps.ts'
import { addDirectoryRole, licences, removeDirectoryRole, setLicence } from '../world/change-tenants.ts'
import { apiName, roleTemplateId } from '../world/permissions.ts'
import { findTenant, getTenant } from '../world/tenants.ts'
import { WorldError } from '../world/world-error.ts'
import { type Action, action } from './action.ts'
import { clientId, findNamed, tenantId } from './inputs.ts'
import { apiNamed } from './named-access.ts'

const role = z.string().min(1)
const hour = 3_600_000

/** Directory roles, licenses, APIs, and the lifecycle of a tenant. */
export const tenantActions: Readonly<Record<string, Action>> = {
  'add-role': action(
    z.strictObject({ tenantId, clientId, role, via: z.enum(['direct', 'group']).optional() }),
    ({ world }, input) => {
      const { tenant, registration } = findNamed(world, input)
      addDirectoryRole(world, tenant, registration.appId, roleTemplateId(input.role), input.via)
      return { done: `${registration.displayName} now has the ${input.role} role in ${tenant.displayName}.` }
    },
  ),
  'remove-role': action(z.strictObject({ tenantId, clientId, role }), ({ world }, input) => {
    const { tenant, registration } = findNamed(world, input)
    removeDirectoryRole(world, tenant, registration.appId, roleTemplateId(input.role))
    return {
      done: `${registration.displayName} no longer has the ${input.role} role in ${tenant.displayName}.`,
    }
  }),
  licence: action(
    z.strictObject({ tenantId, licence: z.enum(Object.keys(licences) as [string, ...string[]]) }),
    ({ world }, input) => {
      const tenant = getTenant(world, input.tenantId)
      setLicence(tenant, input.licence)
      return { done: `The license of ${tenant.displayName} is ${input.licence}.` }
    },
  ),
  api: action(z.strictObject({ tenantId, api: z.string(), present: z.boolean() }), ({ world }, input) => {
    const tenant = getTenant(world, input.tenantId)
    const appId = apiNamed(input.api)
    setApiPresent(world, tenant, appId, input.present)
    const words = input.present ? 'is now in' : 'is now missing in'
    return { done: `${apiName(appId) ?? appId} ${words} ${tenant.displayName}.` }
  }),
  replication: action(
    z.strictObject({
      tenantId,
      delayMs: z
        .int()
        .min(0)
        .max(24 * hour),
      flapping: z.boolean().optional(),
    }),
    ({ world }, input) => {
      const tenant = getTenant(world, input.tenantId)
      tenant.replicationDelayMs = input.delayMs
      tenant.flapping = input.flapping ?? tenant.flapping
      return { done: `Changes in ${tenant.displayName} are visible after ${input.delayMs / 1000} s.` }
    },
  ),
  'delete-tenant': action(z.strictObject({ tenantId }), ({ world }, input) => {
    const tenant = getTenant(world, input.tenantId)
    tenant.deleted = true
    return { done: `${tenant.displayName} was deleted.` }
  }),
  'restore-tenant': action(z.strictObject({ tenantId }), ({ world }, input) => {
    const tenant = getTenant(world, input.tenantId)
    tenant.deleted = false
    return { done: `${tenant.displayName} was restored.` }
  }),
  'add-tenant': action(
    z.strictObject({
      tenantId: z.guid().toLowerCase().optional(),
      displayName: z.string().min(1),
      domain: z
        .string()
        .toLowerCase()
        .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, "isn't a domain"),
    }),
    ({ world }, { displayName, domain, ...input }) => {
      const id = input.tenantId ?? makeGuid(`tenant/${domain}`)
      if (findTenant(world, id) ?? findTenant(world, domain)) throw new WorldError(`${domain} already exists`)
      addPlainTenant(world, { id, displayName, domains: [domain] })
      return { done: `${displayName} was added as a tenant.`, tenantId: id }
    },
  ),
}
