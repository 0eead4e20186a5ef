import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Schema } from '../schema.ts'

/** A round over the tenants of somebody who may not see all. */
export function syncScopes(): Migration {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema.alterTable('sync_runs').addColumn('scope_json', 'text').execute()
    },
  }
}
