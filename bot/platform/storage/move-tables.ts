import { type Kysely, type RawBuilder, sql } from 'kysely'
import { bossSchema, insertWaitingJobs } from './boss-schema.ts'
import type { Schema } from './schema.ts'
import type { Row, SqliteSource } from './sqlite-source.ts'

/** Every table, referenced ones first. */
const order = [
  'tenants',
  'grants',
  'blocks',
  'baselines',
  'exceptions',
  'app_refreshes',
  'settled_reads',
  'requirements',
  'consents',
  'consent_links',
  'requests',
  'request_consents',
  'approval_places',
  'owners',
  'known_people',
  'own_acts',
  'refused_attempts',
  'acts',
  'marks',
  'alerts',
  'alert_events',
  'alert_subscriptions',
  'alert_places',
  'alert_digests',
  'alert_deliveries',
  'campaigns',
  'campaign_members',
  'leavings',
  'notices',
  'notice_acknowledgements',
  'sync_guard',
  'sync_runs',
  'conversations',
  'card_places',
  'outbox',
  'webhook_targets',
  'webhook_deliveries',
  'jobs',
  'leads',
  'history_exports',
  'packs',
  'what_if_plans',
  'events',
  'event_subjects',
  'event_head',
  'audit',
  'audit_head',
] as const satisfies readonly (keyof Schema)[]

type Table = (typeof order)[number]
/** Doesn't compile if a table is missing above. */
const all: readonly (keyof Schema extends Table ? Table : never)[] = order

/** Where the rows of a table are in PostgreSQL: jobs are pg-boss's there. */
const placeOf = (table: Table): RawBuilder<unknown> =>
  sql.table(table === 'jobs' ? `${bossSchema}.job` : table)

/** Have one row from the beginning. */
const heads = ['audit_head', 'event_head'] as const satisfies readonly Table[]

export interface Moved {
  table: string
  rows: number
}

/** Rows and characters per statement, which limit the memory. */
const most = { rows: 2_000, characters: 4_000_000 }

/**
 * Copies every row with its number into empty tables, in the caller's transaction, which locks them.
 * @throws Error with a message for the operator if a table isn't empty or row counts differ
 */
export async function moveTables(source: SqliteSource, tx: Kysely<Schema>): Promise<Moved[]> {
  const own = [...all]
  await sql`lock table ${sql.join(own.map(placeOf))} in access exclusive mode`.execute(tx)
  await assertEmpty(tx, own)
  // The migrations insert these rows; the file's own rows replace them.
  for (const head of heads) await tx.deleteFrom(head).execute()
  const moved: Moved[] = []
  for (const table of own) {
    await copy(source, tx, table)
    const rows = await countRows(tx, table)
    if (rows !== source.count(table))
      throw new Error(`"${table}" has ${source.count(table)} rows in the file, but ${rows} arrived`)
    moved.push({ table, rows })
  }
  await setNumbers(source, tx, own)
  return moved
}

async function assertEmpty(tx: Kysely<Schema>, tables: readonly Table[]): Promise<void> {
  for (const table of tables) {
    const isBeginning = heads.some((head) => head === table)
    if ((await countRows(tx, table)) > (isBeginning ? 1 : 0))
      throw new Error(
        `The PostgreSQL database is not empty: there are rows in "${table}". Give one that nothing has used.`,
      )
  }
}

async function countRows(tx: Kysely<Schema>, table: Table): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${placeOf(table)}`.execute(tx)
  return rows[0]?.n ?? 0
}

async function copy(source: SqliteSource, tx: Kysely<Schema>, table: Table): Promise<void> {
  const columns = source.columns(table)
  const list = sql.join(columns.map((name) => sql.ref(name)))
  for (const page of pagesOf(source.rows(table))) {
    const rows = `[${page.join(',')}]`
    try {
      if (table === 'jobs') await insertWaitingJobs(tx, waitingJobs(rows))
      else
        await sql`insert into ${sql.table(table)} (${list})
          select ${list} from json_populate_recordset(null::${sql.table(table)}, ${rows}::json)`.execute(tx)
    } catch (cause) {
      throw new Error(`The rows of "${table}" could not be written`, { cause })
    }
  }
}

const waitingJobs = (rows: string): RawBuilder<unknown> => sql`
  select * from json_to_recordset(${rows}::json)
    as given (id bigint, queue text, key text, data_json text, run_at bigint, attempts int, created_at bigint)`

/** The rows as JSON, in pages of one statement each. */
function* pagesOf(rows: Iterable<Row>): Generator<string[]> {
  let page: string[] = []
  let characters = 0
  for (const row of rows) {
    const text = JSON.stringify(row)
    page.push(text)
    characters += text.length
    if (page.length < most.rows && characters < most.characters) continue
    yield page
    page = []
    characters = 0
  }
  if (page.length > 0) yield page
}

/** Continues the numbering, so that no number is used again: people know alerts and entries by their numbers. */
async function setNumbers(source: SqliteSource, tx: Kysely<Schema>, tables: readonly Table[]): Promise<void> {
  for (const table of tables) {
    const last = source.lastNumber(table)
    // pg-boss doesn't number its jobs.
    if (last > 0 && table !== 'jobs')
      await sql`select setval(pg_get_serial_sequence(${table}, 'id'), ${last})`.execute(tx)
  }
}
