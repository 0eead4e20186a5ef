import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Reversible } from './reversible.ts'

/** Leases of jobs, for several instances on one database. */
export function jobLeases(): Reversible {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema.alterTable('jobs').addColumn('lease', 'text').execute()
      await db.schema
        .alterTable('jobs')
        .addColumn('lease_until', 'bigint', (column) => column.notNull().defaultTo(0))
        .execute()
    },
    async down(db: Kysely<Schema>) {
      await db.schema.alterTable('jobs').dropColumn('lease_until').execute()
      await db.schema.alterTable('jobs').dropColumn('lease').execute()
    },
  }
}
