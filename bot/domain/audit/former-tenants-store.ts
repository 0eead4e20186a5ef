import { z } from 'zod'
import type { Db } from '#platform/storage/database.ts'
import type { Tenant } from '../tenants/tenant.ts'

const named = z.object({ name: z.string().min(1), domain: z.string() })

/**
 * The name and domain that a tenant had when it was last removed: only the history remembers them. Undefined if it never was,
 * or if that entry is past retention.
 */
export async function findFormerTenant(
  db: Db,
  id: string,
): Promise<Pick<Tenant, 'id' | 'displayName' | 'defaultDomain'> | undefined> {
  const row = await db
    .selectFrom('audit')
    .select('detail_json')
    .where('tenant_id', '=', id)
    .where('action', '=', 'tenant.remove')
    .where('result', '=', 'done')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  const found = row && named.safeParse(JSON.parse(row.detail_json)).data
  return found && { id, displayName: found.name, defaultDomain: found.domain }
}
