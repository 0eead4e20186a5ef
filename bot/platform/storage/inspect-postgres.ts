import { DEFAULT_MIGRATION_TABLE } from 'kysely/migration'
import { Client } from 'pg'
import { z } from 'zod'
import { bossSchema } from './boss-schema.ts'
import { DatabaseError } from './database-error.ts'
import { type ServerFacts, tableStateOf } from './database-facts.ts'
import { migrationNames } from './executed-migrations.ts'
import { placeOfServer, withSettings, writerSettings } from './postgres.ts'

const patienceMs = 5_000

const about = `
  select current_setting('server_version') as version,
    current_setting('synchronous_commit') as synchronous_commit,
    current_setting('fsync') as fsync,
    current_setting('full_page_writes') as full_page_writes,
    current_setting('default_transaction_isolation') as isolation,
    not pg_is_in_recovery() and current_setting('transaction_read_only') = 'off'
      and coalesce(has_schema_privilege(current_schema(), 'create'), false)
      and coalesce(has_schema_privilege(to_regnamespace('${bossSchema}'), 'create'),
        has_database_privilege(current_database(), 'create')) as writable,
    to_regclass('${DEFAULT_MIGRATION_TABLE}') is not null as migrated,
    coalesce((select pg_has_role(relowner, 'member') from pg_class where oid = to_regclass('${DEFAULT_MIGRATION_TABLE}')), true) as owned,
    extract(epoch from clock_timestamp()) * 1000 as now`

const row = z.object({
  version: z.string(),
  synchronous_commit: z.string(),
  fsync: z.string(),
  full_page_writes: z.string(),
  isolation: z.string(),
  writable: z.boolean(),
  migrated: z.boolean(),
  owned: z.boolean(),
  now: z.coerce.number(),
})

/** Asks the server as the connection that writes would; changes nothing. @throws DatabaseError, which never has the password */
export async function inspectPostgres(url: string): Promise<ServerFacts> {
  const connectionString = withSettings(url, writerSettings, patienceMs)
  const connection = { connectionString, connectionTimeoutMillis: patienceMs }
  const [first, second] = [0, 1].map(() => new Client(connection))
  if (!first || !second) throw new Error('Expected two clients')
  for (const client of [first, second]) client.on('error', () => {})
  try {
    await Promise.all([first.connect(), second.connect()])
    const { version, writable, migrated, owned, now, ...settings } = row.parse(
      (await first.query(about)).rows[0],
    )
    const executed = migrated
      ? await first.query(`select name from ${DEFAULT_MIGRATION_TABLE}`)
      : { rows: [] }
    return {
      kind: 'server',
      version,
      tables: tableStateOf(
        executed.rows.map(({ name }) => String(name)),
        migrationNames,
      ),
      canWrite: writable && owned,
      settings,
      isPooledByStatement: await isPooled(first, second),
      now: new Date(now),
    }
  } catch (cause) {
    throw new DatabaseError('server', placeOfServer(url), cause)
  } finally {
    await Promise.allSettled([first.end(), second.end()])
  }
}

/** A pooler that hands a session to whoever has a transaction gives the other one's away meanwhile. */
async function isPooled(first: Client, second: Client): Promise<boolean> {
  const sessionOf = async (client: Client) => (await client.query('select pg_backend_pid() as id')).rows[0].id
  const before = await sessionOf(first)
  await second.query('begin')
  await sessionOf(second)
  const after = await sessionOf(first)
  await second.query('rollback')
  return before !== after
}
