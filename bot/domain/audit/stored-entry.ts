import type { Selectable } from 'kysely'
import { z } from 'zod'
import type { Person } from '#platform/base/person.ts'
import type { Schema } from '#platform/storage/schema.ts'

/** One entry of the history. Never updated. */
export interface AuditEntry {
  /** Ascending in the order of the history. */
  id: number
  at: Date
  /** `system`: Grantkeeper itself. */
  actor: Person | 'system'
  /** For example, `grant.block`. */
  action: string
  tenantId?: string
  setId?: string
  result: 'done' | 'refused' | 'failed'
  /** Code of the refusal or failure, or the reason the person entered. */
  reason?: string
  detail?: unknown
}

export type StoredEntry = Selectable<Schema['audit']>

export function entryOf(row: StoredEntry): AuditEntry {
  const detail: unknown = JSON.parse(row.detail_json)
  return {
    id: row.id,
    at: new Date(row.at),
    actor: JSON.parse(row.actor_json) as AuditEntry['actor'],
    action: row.action,
    ...(row.tenant_id === null ? {} : { tenantId: row.tenant_id }),
    ...(row.set_id === null ? {} : { setId: row.set_id }),
    result: row.result as AuditEntry['result'],
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(detail === null ? {} : { detail }),
  }
}

const referred = z.object({ reference: z.string() })

/** The ticket or case number under which it was done. */
export const referenceOf = (detail: unknown): string | undefined =>
  detail === undefined ? undefined : referred.safeParse(detail).data?.reference
