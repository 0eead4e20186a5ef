import type { Generated } from 'kysely'

/** Table of blocks; see `../schema.ts` for how values are stored. */
export interface BlockTables {
  /** A block belongs to a tenant and a set. No reference to tenants or grants: it outlives both. */
  blocks: {
    tenant_id: string
    set_id: string
    at: number
    person_json: string
    /** From the request, if there was one. */
    reason: string | null
    /** 1: it is lifted only as a decision of its own, never undone. */
    final: Generated<number>
  }
}
