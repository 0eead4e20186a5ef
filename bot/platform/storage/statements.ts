import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite'
import type { CompiledQuery, QueryResult } from 'kysely'
import { makeBoundedMap } from '../base/bounded-map.ts'

/** More than all distinct queries; only `in (…)` lists of different lengths could exceed it. */
const most = 500

interface Prepared {
  statement: StatementSync
  /** Returns rows; determined once, because that costs as much as a point read. */
  reads: boolean
  /** Known after the first run: until then, SQLite may not have seen that the tables have changed. */
  columns?: readonly string[]
}

/** Cache of the prepared statements of one connection: preparing costs more than most queries. */
export class Statements {
  readonly #connection: DatabaseSync
  readonly #prepared = makeBoundedMap<Prepared>(most)

  constructor(connection: DatabaseSync) {
    this.#connection = connection
  }

  /** After a change of tables: `select *` has other columns. */
  forget(): void {
    this.#prepared.clear()
  }

  run(query: CompiledQuery): QueryResult<never> {
    const prepared = this.#prepared.get(query.sql) ?? this.#prepare(query.sql)
    const parameters = query.parameters as SQLInputValue[]
    if (prepared.reads) return { rows: readRows(prepared, parameters) as never[] }
    const { statement } = prepared
    const { changes, lastInsertRowid } = statement.run(...parameters)
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
  }

  #prepare(sql: string): Prepared {
    const statement = this.#connection.prepare(sql)
    statement.setReturnArrays(true)
    const prepared: Prepared = { statement, reads: statement.columns().length > 0 }
    this.#prepared.set(sql, prepared)
    return prepared
  }
}

/** Node's own objects of rows are dictionaries: making and reading them takes half as long again. */
function readRows(prepared: Prepared, parameters: SQLInputValue[]): object[] {
  const { statement } = prepared
  const lists = statement.all(...parameters) as unknown as SQLOutputValue[][]
  prepared.columns ??= statement.columns().map(({ name }) => name)
  const { columns } = prepared
  return lists.map((values) => rowOf(columns, values))
}

function rowOf(columns: readonly string[], values: readonly SQLOutputValue[]): object {
  const row: Record<string, SQLOutputValue | undefined> = {}
  let at = 0
  for (const column of columns) {
    row[column] = values[at]
    at += 1
  }
  return row
}
