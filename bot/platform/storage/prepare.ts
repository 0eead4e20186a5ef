import { type Compilable, type CompiledQuery, type QueryResult, SqliteAdapter } from 'kysely'
import type { Db } from './database.ts'
import { type NamedQuery, nameQuery } from './named-query.ts'

/** A placeholder for a value while a query is built. */
class Blank {
  readonly name: string
  /** Index of the value's row. */
  readonly row: number
  constructor(name: string, row: number) {
    this.name = name
    this.row = row
  }
}

/** Its members are blanks, which `build` must only pass on. */
const blankRow = <V extends object>(row: number): V =>
  new Proxy({}, { get: (_target, name) => new Blank(String(name), row) }) as V

/** Compiles a query once and runs it with new values each time: compiling takes longer than SQLite takes to run it. */
export function prepare<V extends object, R>(
  build: (db: Db, given: V) => Compilable<R>,
): (db: Db, values: V) => Promise<QueryResult<R>> {
  // Per adapter, because SQL dialects differ; a transaction shares the adapter of its database.
  const built = new WeakMap<object, NamedQuery<R>>()
  return (db, values) => {
    const { adapter } = db.getExecutor()
    const query = built.get(adapter) ?? nameQuery(build(db, blankRow(0)).compile())
    built.set(adapter, query)
    return run(db, query, [values])
  }
}

/** `prepare` for a list of IDs and other values, compiled once per number of IDs. */
export function prepareList<V extends object, R>(
  build: (db: Db, ids: readonly string[], given: V) => Compilable<R>,
): (db: Db, ids: readonly string[], values: V) => Promise<QueryResult<R>> {
  const built = new WeakMap<object, Map<number, CompiledQuery<R>>>()
  return (db, ids, values) => {
    const queries = builtFor(built, db)
    const blanks = ids.map((_, row) => new Blank('id', row) as unknown as string)
    const query = queries.get(ids.length) ?? build(db, blanks, blankRow(ids.length)).compile()
    queries.set(ids.length, query)
    return run(db, query, [...ids.map((id) => ({ id })), values])
  }
}

/** Per adapter, because SQL dialects differ; a transaction shares the adapter of its database. */
function builtFor<R>(built: WeakMap<object, Map<number, CompiledQuery<R>>>, db: Db) {
  const { adapter } = db.getExecutor()
  const queries = built.get(adapter) ?? new Map<number, CompiledQuery<R>>()
  built.set(adapter, queries)
  return queries
}

/** Rows per statement. */
const mostRows = 20

/**
 * `prepare` for several rows, compiled once per number of rows. Long lists take several statements, so call it in a
 * transaction. Returns the number of written rows.
 */
export function prepareRows<V extends object>(
  build: (db: Db, rows: readonly V[]) => Compilable<unknown>,
): (db: Db, rows: readonly V[]) => Promise<number> {
  const runAll = prepareRowsReturning(build)
  return async (db, rows) => {
    let written = 0
    for (const { numAffectedRows } of await runAll(db, rows)) written += Number(numAffectedRows ?? 0)
    return written
  }
}

/** The same for statements that return rows; the results of each statement. */
export function prepareRowsReturning<V extends object, R>(
  build: (db: Db, rows: readonly V[]) => Compilable<R>,
): (db: Db, rows: readonly V[]) => Promise<QueryResult<R>[]> {
  const built = new WeakMap<object, Map<number, CompiledQuery<R>>>()
  return async (db, rows) => {
    const queries = builtFor(built, db)
    const results: QueryResult<R>[] = []
    for (let from = 0; from < rows.length; from += mostRows) {
      const some = rows.slice(from, from + mostRows)
      const blanks = some.map((_, row) => blankRow<V>(row))
      const query = queries.get(some.length) ?? build(db, blanks).compile()
      queries.set(some.length, query)
      results.push(await run(db, query, some))
    }
    return results
  }
}

/**
 * The same for updates, with the statement for `one` row. On SQLite a statement has no way to go, and joining the table with a
 * list of rows costs more than a statement for each.
 */
export function prepareUpdates<V extends object>(
  one: (db: Db, row: V) => Compilable<unknown>,
  many: (db: Db, rows: readonly V[]) => Compilable<unknown>,
): (db: Db, rows: readonly V[]) => Promise<number> {
  const [runOne, runMany] = [prepare(one), prepareRows(many)]
  return async (db, rows) => {
    if (!(db.getExecutor().adapter instanceof SqliteAdapter)) return runMany(db, rows)
    let written = 0
    for (const row of rows) written += Number((await runOne(db, row)).numAffectedRows ?? 0)
    return written
  }
}

function run<R>(db: Db, query: CompiledQuery<R>, rows: readonly object[]): Promise<QueryResult<R>> {
  const parameters = query.parameters.map((value) =>
    value instanceof Blank ? rows[value.row]?.[value.name as keyof object] : value,
  )
  return db.executeQuery({ ...query, parameters })
}
