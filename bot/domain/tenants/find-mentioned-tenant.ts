import type { Db } from '#platform/storage/database.ts'
import type { Scope } from '../people/role-reading.ts'
import { isInScope } from '../people/scope.ts'
import type { Tenant } from './tenant.ts'
import { findTenant } from './tenants-store.ts'

const guids = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi
/** Error messages contain trace and correlation IDs too; a text with more GUIDs is something else. */
const most = 20

/** The first tenant in this scope whose ID is in an external text, such as an error message or a URL. */
export async function findMentionedTenant(db: Db, text: string, scope: Scope): Promise<Tenant | undefined> {
  for (const id of (text.match(guids) ?? []).slice(0, most)) {
    const tenant = isInScope(scope, id.toLowerCase()) && (await findTenant(db, id.toLowerCase()))
    if (tenant) return tenant
  }
  return undefined
}
