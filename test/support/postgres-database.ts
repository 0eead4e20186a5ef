import { sql } from 'kysely'
import { inject, onTestFinished } from 'vitest'
import type { Database } from '#platform/storage/database.ts'
import { type DatabaseOptions, openDatabase } from '#platform/storage/open-database.ts'
import { administer, nameIn } from './postgres-server.ts'

interface Known {
  address: string
  /** Open while the worker lives: emptying it is much faster than opening another one. */
  database?: Database
}

/** The unused ones of this worker. */
let free: Promise<Known[]> | undefined
let made = 0
/** Apart from `made`, which starts again when a worker finds the databases of the one before it. */
let bare = 0

/** An empty PostgreSQL database for this test; `close`, or the end of the test, returns it. */
export async function openTestPostgres(options?: DatabaseOptions): Promise<Database> {
  if (options) return openInstance(await emptyPostgres(), options)
  const known = await take()
  known.database ??= await openDatabase(known.address)
  const { afterCommit } = known.database
  const subscribed: (() => void)[] = []
  const giveBack = giveBackOnce(known)
  const close = (): Promise<void> => {
    for (const unsubscribe of subscribed.splice(0)) unsubscribe()
    return giveBack()
  }
  onTestFinished(close)
  const afterCommitOfTest: Database['afterCommit'] = (loop, wake) => {
    const unsubscribe = afterCommit(loop, wake)
    subscribed.push(unsubscribe)
    return unsubscribe
  }
  return { ...known.database, afterCommit: afterCommitOfTest, close }
}

/** One of several instances on the same database, closed when the test ends. */
export async function openInstance(address: string, options?: DatabaseOptions): Promise<Database> {
  const database = await openDatabase(address, options)
  onTestFinished(() => database.close())
  return database
}

/** The URL of an empty PostgreSQL database for this test, with its tables. */
export async function emptyPostgres(): Promise<string> {
  const known = await take()
  onTestFinished(giveBackOnce(known))
  return known.address
}

/** The URL of a PostgreSQL database without tables. */
export async function barePostgres(): Promise<string> {
  const { url, template } = inject('postgres')
  const name = `${template}_bare_${process.pid}_${bare++}`
  await administer(url, `create database ${name}`)
  return nameIn(url, name)
}

async function take(): Promise<Known> {
  free ??= listOwn()
  const known = (await free).pop()
  if (!known) return { address: await makeDatabase() }
  if (known.database) await sql.raw(emptyAll()).execute(known.database.db)
  else await administer(known.address, emptyAll())
  return known
}

function giveBackOnce(known: Known): () => Promise<void> {
  let given = false
  return async () => {
    if (!given) (await free)?.push(known)
    given = true
  }
}

/** A worker runs one file at a time, and worker numbers are unique. */
const ownPart = (): string => `w${process.env.VITEST_POOL_ID}`

async function listOwn(): Promise<Known[]> {
  const { url, template } = inject('postgres')
  const prefix = `${template}_${ownPart()}_`
  const rows = await administer(url, `select datname from pg_database where datname like '${prefix}%'`)
  made = rows.length
  return rows.map(({ datname }) => ({ address: nameIn(url, String(datname)) }))
}

async function makeDatabase(): Promise<string> {
  const { url, template } = inject('postgres')
  const name = `${template}_${ownPart()}_${made++}`
  await administer(url, `create database ${name} template ${template}`)
  return nameIn(url, name)
}

/** Restores the initial state, children before parents. `truncate` would recreate every file. */
function emptyAll(): string {
  return `do $$ declare own record; begin
    for own in select oid::regclass as name from pg_class
      where relkind = 'r' and relnamespace = current_schema()::regnamespace and relname not like 'kysely%' order by oid desc
    loop execute 'delete from ' || own.name; end loop;
    delete from pgboss.job;
    ${inject('postgres')
      .beginning.map((statement) => `${statement};`)
      .join('\n')}
  end $$`
}
