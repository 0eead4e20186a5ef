import { Kysely, PostgresDriver as PlainDriver } from 'kysely'
import { type ClientConfig, Pool, type PoolConfig, types } from 'pg'
import { DatabaseError } from './database-error.ts'
import { type Migrate, migrateToLatest } from './migrate.ts'
import type { AutoId } from './migrations/auto-id.ts'
import { NewerDatabaseError } from './newer-database-error.ts'
import { PipelinedConnection } from './pipelined-connection.ts'
import { postgresDialect } from './postgres-dialect.ts'
import { PostgresDriver } from './postgres-driver.ts'
import type { Schema } from './schema.ts'
import type { Step } from './step.ts'
import type { TransactionGuard } from './transaction-guard.ts'

/** Connections per instance for long reads; one more is shared by the short ones, and one writes. */
const readers = 8
export const writerSettings = '-c default_transaction_isolation=serializable -c synchronous_commit=on'
/** For what isn't repeated after a conflict, so that it has none, whatever the default of the database is. */
export const withoutConflicts = '-c default_transaction_isolation=read\\ committed'
const readOnly = `-c default_transaction_read_only=on ${withoutConflicts}`
/** Far above what our statements take, so that a hanging one can't block the others forever. */
const limits = {
  connectionTimeoutMillis: 10_000,
  statement_timeout: 30_000,
  lock_timeout: 10_000,
  // Transactions wait for nothing outside, so this process is suspended. Ends it before `lock_timeout` of the waiting ones.
  idle_in_transaction_session_timeout: 7_000,
}

/**
 * Longer than the server itself lets a statement take. Who is silent for so long is gone without a word, as where a machine or
 * the way to it is lost; TCP alone waits for a quarter of an hour.
 */
const longestAnswerMs = 35_000

export const autoId: AutoId = {
  type: 'bigint',
  build: (column) => column.primaryKey().generatedByDefaultAsIdentity(),
}

const bigint = 20
const numeric = 1700
/** Returns 64-bit integers and sums as numbers, as SQLite does. @throws RangeError for one that isn't exact */
const numbers: ClientConfig['types'] = {
  getTypeParser: (oid, format) =>
    oid === bigint || oid === numeric ? parseNumber : types.getTypeParser(oid, format),
}

function parseNumber(text: string): number {
  const value = Number(text)
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) throw new RangeError('A number of the database is too large')
  return value
}

/** Opens and migrates the database. @throws DatabaseError that names host and database, never the password */
export async function openPostgres(
  url: string,
  guard: TransactionGuard,
  { step }: { step?: Step },
): Promise<Kysely<Schema>> {
  await bringUpToDate(url)
  const pools = {
    writer: pool(url, { max: 1 }, writerSettings),
    reader: pool(url, { max: readers }, readOnly),
    pipelined: new PipelinedConnection(pool(url, { max: 1, pipeline: true }, readOnly)),
  }
  return new Kysely<Schema>({ dialect: postgresDialect(() => new PostgresDriver(pools, guard, step)) })
}

async function bringUpToDate(url: string): Promise<void> {
  try {
    await migratePostgres(url, migrateToLatest)
  } catch (cause) {
    if (cause instanceof NewerDatabaseError) throw cause
    throw new DatabaseError('server', placeOfServer(url), cause)
  }
}

/** Instances that start at once migrate one after another: Kysely takes a lock. */
export async function migratePostgres(url: string, migrate: Migrate): Promise<void> {
  const db = openPlain(url)
  await migrate(db, autoId).finally(() => db.destroy())
}

/** One connection without the timeouts, because large tables take longer. */
function openPlain(url: string): Kysely<Schema> {
  const driver = new PlainDriver({ pool: quiet(new Pool({ connectionString: url, max: 1, types: numbers })) })
  return new Kysely<Schema>({ dialect: postgresDialect(() => driver) })
}

/** Migrates the database and opens a connection without timeouts. */
export async function openForMoving(url: string): Promise<Kysely<Schema>> {
  await bringUpToDate(url)
  return openPlain(url)
}

function pool(url: string, kind: PoolConfig, settings: string): Pool {
  const connection = {
    connectionString: withSettings(url, settings),
    application_name: 'grantkeeper',
    types: numbers,
  }
  return quiet(new Pool({ ...connection, ...kind, ...limits }))
}

/** The URL of a connection with these settings besides its own, which gives up on a server that doesn't answer. */
export function withSettings(url: string, settings: string, answerMs = longestAnswerMs): string {
  const address = new URL(url)
  if (!address.searchParams.has('query_timeout')) address.searchParams.set('query_timeout', `${answerMs}`)
  const options = [address.searchParams.get('options'), settings].filter(Boolean).join(' ')
  address.searchParams.set('options', options)
  return address.href
}

/** Ignores errors of broken connections: they are replaced, and the statement itself fails. */
function quiet(pool: Pool): Pool {
  pool.on('error', () => {})
  return pool.on('connect', (client) => client.on('error', () => {}))
}

/** How an operator finds the database; never the password. */
export function placeOfServer(url: string): string {
  if (!URL.canParse(url)) return 'of the address'
  const { host, pathname } = new URL(url)
  return `"${decodeURIComponent(pathname.slice(1))}" on ${host}`
}
