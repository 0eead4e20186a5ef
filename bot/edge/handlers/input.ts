import { z } from 'zod'
import { findSets } from '#domain/catalog/find.ts'
import type { PermissionSet } from '#domain/catalog/permission-set.ts'
import type { Deps } from '#domain/deps.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { mostAtOnce } from '#domain/people/second-person.ts'
import { nameTenant } from '#domain/tenants/name-tenant.ts'
import type { Tenant } from '#domain/tenants/tenant.ts'
import { UserError } from '#platform/base/errors.ts'
import { unpackIds } from '../../../cards/pack-ids.ts'
import type { Actor } from '../teams/actions/actor.ts'

/** Schemas of what cards send: IDs, versions and places in a list. */
export const guid = z.guid().transform((id) => id.toLowerCase())
export const setId = z.string().regex(/^[a-z0-9-]{1,60}$/)
/** IDs that this program generated: base64url of 32 bytes. */
export const ownId = z.string().regex(/^[\w-]{20,64}$/)
export const version = z.number().int().nonnegative()
export const page = z.number().int().min(1).max(10_000).default(1)
export const freeText = z.string().max(4_000)
export const nothing = z.object({})

export const alertId = z.number().int().positive()
export const digestId = z.number().int().positive()
export const versionedAlert = z.object({ alertId, v: version })

/** Tenants as one text, as the buttons of requests carry them. */
export const packedIds = z
  .string()
  .max(22 * mostAtOnce)
  .transform((text, context): string[] => {
    const ids = unpackIds(text)
    if (ids) return ids
    context.addIssue({ code: 'custom', message: 'These are no packed ids.' })
    return z.NEVER
  })

/** Tenants beside the first one, typed in one line. */
export const more = z
  .array(guid)
  .max(mostAtOnce - 1)
  .default([])

export const requestRef = z.object({ requestId: ownId, v: version })
export const grantRef = z.object({ tenantId: guid, setId })
export const campaignRef = z.object({ campaignId: z.number().int().positive() })

/** A message that could not be delivered, as its card showed it. */
export const letterRef = z.object({ letterId: z.number().int().positive(), v: version })
export const versionedGrant = grantRef.extend({ v: version })

/** Finds a set by ID, name, alias or unique part. @throws UserError SET_UNKNOWN, SET_AMBIGUOUS */
export function nameSet(deps: Pick<Deps, 'catalog'>, text: string): PermissionSet {
  const found = findSets(deps.catalog, unquoted(text))
  const [only] = found
  if (!only) throw new UserError('SET_UNKNOWN', { text, names: deps.catalog.sets.map((set) => set.name) })
  if (found.length > 1) throw new UserError('SET_AMBIGUOUS', { text, names: found.map((set) => set.name) })
  return only
}

/** Finds a tenant that the person may see. @throws UserError COMMAND_INCOMPLETE, TENANT_UNKNOWN, TENANT_AMBIGUOUS */
export async function readNamedTenant(
  deps: Pick<Deps, 'database'>,
  text: string,
  usage: string,
  actor: Actor,
): Promise<Tenant> {
  const name = unquoted(text)
  if (name === '') throw new UserError('COMMAND_INCOMPLETE', { usage })
  return nameTenant(deps.database.db, name, scopeOf(actor, 'viewer'))
}

/**
 * Reads `<set> in <tenant>[, <tenant>…]`. Names can contain "in", so splits are tried from the last "in" until the words
 * before it name a set. @throws UserError COMMAND_INCOMPLETE and the errors of the names
 */
export async function readSetInTenants(
  deps: Pick<Deps, 'catalog' | 'database'>,
  text: string,
  usage: string,
  actor: Actor,
): Promise<{ set: PermissionSet; tenants: Tenant[] }> {
  const cuts = [...text.matchAll(/\sin\s/gi)].map((match) => match.index).toReversed()
  const cut = cuts.find((at) => findSets(deps.catalog, unquoted(text.slice(0, at))).length > 0) ?? cuts[0]
  if (cut === undefined) throw new UserError('COMMAND_INCOMPLETE', { usage })
  const set = nameSet(deps, text.slice(0, cut))
  const names = splitNames(text.slice(cut + 4))
  if (names.length === 0) throw new UserError('COMMAND_INCOMPLETE', { usage })
  const tenants: Tenant[] = []
  for (const name of names) tenants.push(await readNamedTenant(deps, name, usage, actor))
  return { set, tenants }
}

/** `readSetInTenants` for exactly one tenant. */
export async function readSetInTenant(
  deps: Pick<Deps, 'catalog' | 'database'>,
  text: string,
  usage: string,
  actor: Actor,
): Promise<{ setId: string; tenantId: string }> {
  const { set, tenants } = await readSetInTenants(deps, text, usage, actor)
  const [tenant] = tenants
  if (!tenant || tenants.length > 1) throw new UserError('COMMAND_INCOMPLETE', { usage })
  return { setId: set.id, tenantId: tenant.id }
}

/** `readSetInTenants` with the first tenant apart. */
export async function readSetInSome(
  deps: Pick<Deps, 'catalog' | 'database'>,
  text: string,
  usage: string,
  actor: Actor,
): Promise<{ setId: string; tenantId: string; more: string[] }> {
  const { set, tenants } = await readSetInTenants(deps, text, usage, actor)
  const [first = '', ...others] = [...new Set(tenants.map(({ id }) => id))]
  return { setId: set.id, tenantId: first, more: others }
}

/** Reads `<tenant>[, <tenant>…]`, the first one apart. */
export async function readTenants(
  deps: Pick<Deps, 'database'>,
  text: string,
  usage: string,
  actor: Actor,
): Promise<{ tenantId: string; more: string[] }> {
  const names = splitNames(text)
  if (names.length === 0) throw new UserError('COMMAND_INCOMPLETE', { usage })
  const ids: string[] = []
  for (const name of names) ids.push((await readNamedTenant(deps, name, usage, actor)).id)
  const [first = '', ...others] = [...new Set(ids)]
  return { tenantId: first, more: others }
}

/** Names separated by commas; a comma inside quotes belongs to the name. */
function splitNames(text: string): string[] {
  const parts = text.match(/"[^"]*"|“[^”]*”|[^,]+/g) ?? []
  return parts.map((part) => part.trim()).filter((part) => part !== '')
}

/** The name without quotes. */
export function unquoted(text: string): string {
  return text
    .trim()
    .replace(/^["“”'](.*)["“”']$/s, '$1')
    .trim()
}
