import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { CompiledQuery, QueryResult } from 'kysely'
import { makeBoundedMap } from '../base/bounded-map.ts'

/** More than all queries of this program; lists of different length in `in (…)` are what could exceed it. */
const most = 500

interface Prepared {
  statement: StatementSync
  /** Gives rows back; asked once, because the question costs as much as a point read. */
  reads: boolean
}

/** Prepared statements of one connection, kept by their text: preparing costs more than most queries do. */
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
