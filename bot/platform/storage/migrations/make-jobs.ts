import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { addIndex } from './add-index.ts'
import type { AutoId } from './auto-id.ts'

/** The table of jobs, as it was in version 0.1. */
export async function makeJobs(db: Kysely<Schema>, autoId: AutoId): Promise<void> {
  await db.schema
    .createTable('jobs')
    .addColumn('id', autoId.type, autoId.build)
    .addColumn('queue', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('data_json', 'text', (column) => column.notNull())
    .addColumn('run_at', 'bigint', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('jobs_key', ['queue', 'key'])
    .execute()
  await addIndex(db, 'jobs', ['queue', 'run_at', 'id'])
  await addIndex(db, 'jobs', ['run_at', 'queue'])
}
