import type { Compilable, CompiledQuery, QueryResult } from 'kysely'
import type { Db } from './database.ts'

/** Stands for a value while a query is built. */
class Blank {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

/**
 * A query that is built once and run with other values every time: to build it and to put it into words takes longer than
 * SQLite takes to answer it. While it is built the members of `given` are blanks, to be passed on and not looked at.
 */
export function prepare<V extends object, R>(
  build: (db: Db, given: V) => Compilable<R>,
): (db: Db, values: V) => Promise<QueryResult<R>> {
  const blanks = new Proxy({}, { get: (_target, name) => new Blank(String(name)) }) as V
  // Each kind of database has words of its own; a transaction shares the adapter of its database.
  const built = new WeakMap<object, CompiledQuery<R>>()
  return (db, values) => {
    const { adapter } = db.getExecutor()
    const query = built.get(adapter) ?? build(db, blanks).compile()
    built.set(adapter, query)
    const parameters = query.parameters.map((value) =>
      value instanceof Blank ? values[value.name as keyof V] : value,
    )
    return db.executeQuery({ ...query, parameters })
  }
}
