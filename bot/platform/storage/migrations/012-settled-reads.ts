import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Reversible } from './reversible.ts'

/** Settled reads: tenants whose next identical read changes nothing. */
export function settledReads(): Reversible {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema
        .createTable('settled_reads')
        .addColumn('tenant_id', 'text', (column) =>
          column.primaryKey().references('tenants.id').onDelete('cascade'),
        )
        .addColumn('digest', 'text', (column) => column.notNull())
        .addColumn('requirements', 'text', (column) => column.notNull())
        .addColumn('apps_json', 'text', (column) => column.notNull())
        .addColumn('scheduled_at', 'bigint')
        .execute()
    },
    /** The previous version has no worker for batches: ends their rounds; the tenants are read when they are due. */
    async down(db: Kysely<Schema>) {
      await sql`update sync_runs set state = 'cancelled', ended_at = started_at where state = 'running'
        and exists (select 1 from jobs where queue = 'sync.portion' and "key" like '%:' || sync_runs.id)`.execute(
        db,
      )
      await db.deleteFrom('jobs').where('queue', '=', 'sync.portion').execute()
      await db.schema.dropTable('settled_reads').execute()
    },
  }
}
