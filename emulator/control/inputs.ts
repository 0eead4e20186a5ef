import { z } from 'zod'
import { getRegistration } from '../world/change-registrations.ts'
import type { Access } from '../world/permissions.ts'
import { getTenant } from '../world/tenants.ts'
import type { Registration, Tenant, World } from '../world/types.ts'
import { findAccess } from './named-access.ts'

/** GUID or verified domain. */
export const tenantId = z.string().min(1)
/** Client id, or the short name: a set id, `reader`. */
export const clientId = z.string().min(1)
const permissionType = z.enum(['Role', 'Scope'])

/** `Place.Read.All` is a Graph application permission; any other permission needs all fields. */
export const permission = z.union([
  z.string().min(1),
  z.strictObject({
    /** App id or name of the API; Graph by default. */
    api: z.string().min(1).optional(),
    value: z.string().min(1),
    type: permissionType.optional(),
  }),
])

/** Resolves the names of an input. Throws `WorldError`. */
export function findNamed(
  world: World,
  input: { tenantId: string; clientId: string },
): { tenant: Tenant; registration: Registration } {
  return {
    tenant: getTenant(world, input.tenantId),
    registration: getRegistration(world, input.clientId),
  }
}

/** Throws `WorldError` when no API has that permission. */
export function accessOfInput(world: World, input: z.output<typeof permission>): Access & { value: string } {
  return findAccess(world, typeof input === 'string' ? { value: input } : input)
}
