import { OutsideError, UserError } from '#platform/base/errors.ts'
import { readTenantText, tenantNameOf } from '#platform/microsoft/read-tenant-text.ts'
import type { Db } from '#platform/storage/database.ts'
import { foldText } from '#platform/text/fold-text.ts'
import type { Deps } from '../deps.ts'
import type { Directory } from '../directory/directory.ts'
import type { Scope } from '../people/role-reading.ts'
import { isInScope } from '../people/scope.ts'
import { otherLegalForms, saysLegalForm } from './legal-forms.ts'
import { findSimilarTenants } from './similar-tenants.ts'
import type { Tenant } from './tenant.ts'
import { longestTenantName, tenantKeysOf } from './tenant-keys.ts'
import { findTenantsByIdPrefix, findTenantsByKeys } from './tenant-names-store.ts'
import { findTenant, findTenantsByText } from './tenants-store.ts'

/**
 * How a text names tenants: `exact`: ID, domain, or name, also without its legal form; `part`: of a name or of an ID, or with
 * another legal form; `near`: it has slips, so these can only be offered.
 */
export interface NamedTenants {
  how: 'exact' | 'part' | 'near'
  /** At most `most` and one more. */
  tenants: readonly Tenant[]
}

type Needs = Pick<Deps, 'database' | 'directory'>

const most = 5
const shortestLabel = 5
const isPartOfId = /^(?=[0-9a-f-]{8,35}$)[0-9a-f]{8}(?:-[0-9a-f-]*)?$|^[0-9a-f]{9,31}$/

/**
 * The tenants in this scope that a text names or resembles; no tenant if there is none like it. IDs and domains are never
 * completed: one that no tenant has only leads to what is near. A tenant out of scope is as one that isn't there.
 */
export async function findNamedTenants(
  { database: { db }, directory }: Needs,
  text: string,
  scope: Scope,
): Promise<NamedTenants> {
  const keys = tenantKeysOf(text)
  const exact = await findTenantsByKeys(db, keys, scope)
  if (exact.length > 0) return { how: 'exact', tenants: exact.slice(0, most + 1) }
  const { name, isTakenOut } = tenantNameOf(text)
  const byDomain = await findByDomain(db, directory, { text, scope })
  if (byDomain.length > 0) return { how: 'exact', tenants: byDomain }
  if (name.length > longestTenantName) return { how: 'near', tenants: [] }
  const key = foldText(name)
  if (isTakenOut || isLikeDomain(key)) {
    const near = await nearOf(db, isTakenOut ? (readTenantText(text) ?? key) : key, scope)
    return near.tenants.length > 0 ? near : sameLabel(db, key, scope)
  }
  const legal = await findTenantsByKeys(db, otherLegalForms(key), scope)
  if (legal.length > 0)
    return { how: saysLegalForm(key) ? 'part' : 'exact', tenants: legal.slice(0, most + 1) }
  const byId = isPartOfId.test(key) ? await findTenantsByIdPrefix(db, hyphened(key), most + 1, scope) : []
  if (byId.length > 0) return { how: 'part', tenants: byId }
  const byPart = await findTenantsByText(db, name, most + 1, scope)
  return byPart.length > 0 ? { how: 'part', tenants: byPart } : nearOf(db, key, scope)
}

/** One word with a dot inside. */
const isLikeDomain = (text: string): boolean => !/\s/.test(text) && text.slice(1, -1).includes('.')

async function nearOf(db: Db, text: string, scope: Scope): Promise<NamedTenants> {
  return { how: 'near', tenants: await findSimilarTenants(db, text, { limit: most, scope }) }
}

/** Tenants whose name or domain begins as a domain does that no tenant has: to be offered with their own. */
async function sameLabel(db: Db, domain: string, scope: Scope): Promise<NamedTenants> {
  const label = (domain.split('@').at(-1) ?? '').split('.', 1)[0] ?? ''
  if (label.length < shortestLabel) return { how: 'near', tenants: [] }
  const found = await findTenantsByText(db, label, most + 1, scope)
  const begins = found.filter(({ displayName, defaultDomain }) =>
    [displayName, defaultDomain].some((name) => foldText(name).startsWith(label)),
  )
  return { how: 'near', tenants: begins.slice(0, most) }
}

/** The beginning of an ID with its hyphens, also if it was typed without. */
function hyphened(prefix: string): string {
  const bare = prefix.replaceAll('-', '')
  const groups = [bare.slice(0, 8), bare.slice(8, 12), bare.slice(12, 16), bare.slice(16, 20), bare.slice(20)]
  return groups.filter((group) => group !== '').join('-')
}

/** Only the default domain is stored; Microsoft knows whose the others are. Without an answer, the text names nobody. */
async function findByDomain(
  db: Db,
  directory: Pick<Directory, 'resolveTenant'>,
  { text, scope }: { text: string; scope: Scope },
): Promise<Tenant[]> {
  const domain = readTenantText(text)
  if (domain === undefined || !domain.includes('.')) return []
  try {
    const id = await directory.resolveTenant(domain)
    const tenant = isInScope(scope, id) ? await findTenant(db, id) : undefined
    return tenant ? [tenant] : []
  } catch (error) {
    if (error instanceof UserError || error instanceof OutsideError) return []
    throw error
  }
}
