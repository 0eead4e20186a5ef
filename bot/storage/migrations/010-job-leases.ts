import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Schema } from '../schema.ts'

/** Who works on a job, where several instances share one database, and until when. */
export function jobLeases(): Migration {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema.alterTable('jobs').addColumn('lease', 'text').execute()
      await db.schema
        .alterTable('jobs')
        .addColumn('lease_until', 'bigint', (column) => column.notNull().defaultTo(0))
        .execute()
    },
  }
}
