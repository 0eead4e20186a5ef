import { describe } from 'vitest'
import type { Database } from '#platform/storage/database.ts'
import type { DatabaseOptions } from '#platform/storage/open-database.ts'
import { openTestDatabase } from '../support/databases.ts'
import { openTestPostgres } from '../support/postgres-database.ts'

export type OpenDatabase = (options?: DatabaseOptions) => Promise<Database>

/** Every kind of database a store must behave alike on. A new kind is one line here. */
const kinds: Readonly<Record<string, OpenDatabase>> = {
  SQLite: (options) => openTestDatabase(options),
  PostgreSQL: (options) => openTestPostgres(options),
}

/** Runs the suite of one store on every kind of database; each `open` gives an empty one. */
export function describeStore(name: string, suite: (open: OpenDatabase) => void): void {
  for (const [kind, open] of Object.entries(kinds)) describe(`${name} on ${kind}`, () => suite(open))
}
