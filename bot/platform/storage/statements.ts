import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { CompiledQuery, QueryResult } from 'kysely'
import { makeBoundedMap } from '../base/bounded-map.ts'

/** More than all distinct queries; only `in (…)` lists of different lengths could exceed it. */
const most = 500

interface Prepared {
  statement: StatementSync
  /** Returns rows; determined once, because that costs as much as a point read. */
  reads: boolean
}

/** Cache of the prepared statements of one connection: preparing costs more than most queries. */
export class Statements {
  readonly #connection: DatabaseSync
  readonly #prepared = makeBoundedMap<Prepared>(most)

  constructor(connection: DatabaseSync) {
    this.#connection = connection
  }

  run(query: CompiledQuery): QueryResult<never> {
    const { statement, reads } = this.#prepared.get(query.sql) ?? this.#prepare(query.sql)
    const parameters = query.parameters as SQLInputValue[]
    if (reads) return { rows: statement.all(...parameters) as never[] }
    const { changes, lastInsertRowid } = statement.run(...parameters)
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
  }

  #prepare(sql: string): Prepared {
    const statement = this.#connection.prepare(sql)
    const prepared = { statement, reads: statement.columns().length > 0 }
    this.#prepared.set(sql, prepared)
    return prepared
  }
}
