import { z } from 'zod'
import { findSets } from '#domain/catalog/find.ts'
import type { PermissionSet } from '#domain/catalog/permission-set.ts'
import type { Deps } from '#domain/deps.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { mostAtOnce } from '#domain/people/second-person.ts'
import { nameTenant } from '#domain/tenants/name-tenant.ts'
import type { Tenant } from '#domain/tenants/tenant.ts'
import { UserError } from '#platform/base/errors.ts'
import { unwrapName } from '#platform/microsoft/read-tenant-text.ts'
import { unpackIds } from '../../../cards/pack-ids.ts'
import type { Actor } from '../teams/actions/actor.ts'
import { type Part, splitNames } from './split-names.ts'

/** Schemas of what cards send: IDs, versions and places in a list. */
export const guid = z.guid().transform((id) => id.toLowerCase())
export const setId = z.string().regex(/^[a-z0-9-]{1,60}$/)
/** IDs that this program generated: base64url of 32 bytes. */
export const ownId = z.string().regex(/^[\w-]{20,64}$/)
export const version = z.number().int().nonnegative()
export const page = z.number().int().min(1).max(10_000).default(1)
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
/** Up to which page a person has read a request, as the last card proves it. */
export const readProof = z.object({ seen: z.number().int().min(1).max(1_000), proof: z.string().max(64) })
export const grantRef = z.object({ tenantId: guid, setId })
export const campaignRef = z.object({ campaignId: z.number().int().positive() })

/** A message that could not be delivered, as its card showed it. */
export const letterRef = z.object({ letterId: z.number().int().positive(), v: version })
export const versionedGrant = grantRef.extend({ v: version })

/** Finds a set by ID, name, alias or unique part. @throws UserError SET_UNKNOWN, SET_AMBIGUOUS */
export function nameSet(deps: Pick<Deps, 'catalog'>, { text, at }: Part): PermissionSet {
  const found = findSets(deps.catalog, unwrapName(text))
  const [only] = found
  if (!only) throw new UserError('SET_UNKNOWN', { text, names: deps.catalog.sets.map((set) => set.name) })
  if (found.length > 1) {
    const [names, ids] = [found.map((set) => set.name), found.map((set) => set.id)]
    throw new UserError('SET_AMBIGUOUS', { text, names, ids, at, size: text.length })
  }
  return only
}

/**
 * Finds a tenant that the person may see. An ambiguous name says where it stands, so that each choice can take its place.
 * @throws UserError COMMAND_INCOMPLETE, TENANT_UNKNOWN, TENANT_AMBIGUOUS
 */
export async function readNamedTenant(
  deps: Pick<Deps, 'database' | 'directory'>,
  { text, at }: Part,
  usage: string,
  actor: Actor,
): Promise<Tenant> {
  if (unwrapName(text) === '') throw new UserError('COMMAND_INCOMPLETE', { usage })
  try {
    return await nameTenant(deps, text, scopeOf(actor, 'viewer'))
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'TENANT_AMBIGUOUS') throw error
    throw new UserError(error.code, { ...error.facts, at, size: text.length }, { cause: error })
  }
}

/** All that was typed after a command. */
export const whole = (args: string): Part => ({ text: args, at: 0 })

/** No name of a set is longer, so what is longer than two of them is not tried. */
const longestSetName = 250

/**
 * Reads `<set> in <tenant>[, <tenant>…]`. Names can contain "in", so splits are tried from the last "in" until the words
 * before it name a set. @throws UserError COMMAND_INCOMPLETE and the errors of the names
 */
export async function readSetInTenants(
  deps: Pick<Deps, 'catalog' | 'database' | 'directory'>,
  args: string,
  usage: string,
  actor: Actor,
): Promise<{ set: PermissionSet; tenants: Tenant[] }> {
  const ins = [...args.matchAll(/ in /gi)].map((match) => match.index)
  const cuts = ins.filter((at) => at <= longestSetName).toReversed()
  const cut = cuts.find((at) => findSets(deps.catalog, unwrapName(args.slice(0, at))).length > 0) ?? ins[0]
  if (cut === undefined) throw new UserError('COMMAND_INCOMPLETE', { usage })
  const set = nameSet(deps, whole(args.slice(0, cut)))
  const names = splitNames(args, cut + 4)
  if (names.length === 0) throw new UserError('COMMAND_INCOMPLETE', { usage })
  return { set, tenants: await readAll(deps, names, usage, actor) }
}

async function readAll(
  deps: Pick<Deps, 'database' | 'directory'>,
  names: readonly Part[],
  usage: string,
  actor: Actor,
): Promise<Tenant[]> {
  if (names.length > mostAtOnce)
    throw new UserError('TOO_MANY_TENANTS', { limit: mostAtOnce, count: names.length })
  const tenants: Tenant[] = []
  for (const name of names) tenants.push(await readNamedTenant(deps, name, usage, actor))
  return tenants
}

/** `readSetInTenants` for exactly one tenant. */
export async function readSetInTenant(
  deps: Pick<Deps, 'catalog' | 'database' | 'directory'>,
  args: string,
  usage: string,
  actor: Actor,
): Promise<{ setId: string; tenantId: string }> {
  const { set, tenants } = await readSetInTenants(deps, args, usage, actor)
  const [tenant] = tenants
  if (!tenant || tenants.length > 1) throw new UserError('COMMAND_INCOMPLETE', { usage })
  return { setId: set.id, tenantId: tenant.id }
}

/** `readSetInTenants` with the first tenant apart. */
export async function readSetInSome(
  deps: Pick<Deps, 'catalog' | 'database' | 'directory'>,
  args: string,
  usage: string,
  actor: Actor,
): Promise<{ setId: string; tenantId: string; more: string[] }> {
  const { set, tenants } = await readSetInTenants(deps, args, usage, actor)
  const [first = '', ...others] = [...new Set(tenants.map(({ id }) => id))]
  return { setId: set.id, tenantId: first, more: others }
}

/** Reads `<tenant>[, <tenant>…]`, the first one apart. */
export async function readTenants(
  deps: Pick<Deps, 'database' | 'directory'>,
  args: string,
  usage: string,
  actor: Actor,
): Promise<{ tenantId: string; more: string[] }> {
  const names = splitNames(args, 0)
  if (names.length === 0) throw new UserError('COMMAND_INCOMPLETE', { usage })
  const tenants = await readAll(deps, names, usage, actor)
  const [first = '', ...others] = [...new Set(tenants.map(({ id }) => id))]
  return { tenantId: first, more: others }
}
