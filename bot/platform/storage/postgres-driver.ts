import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  SelectQueryNode,
} from 'kysely'
import type { QueryResult as PgResult, Pool, PoolClient, QueryConfig } from 'pg'
import { repeatOnConflict } from './conflict.ts'
import type { Inside } from './inside.ts'
import type { KeptQuery } from './kept-query.ts'
import type { SharedConnection } from './shared-connection.ts'
import type { Step } from './step.ts'
import { Turns } from './turns.ts'

/** `writer` holds one connection, which begins everything as serializable; the others may only read. */
export interface Pools {
  writer: Pool
  reader: Pool
  /** For kept questions, whose answers are short. */
  shared: SharedConnection
}

/**
 * The same order of things as on SQLite: what this process writes takes its turn on one connection, and a `select` outside
 * of a transaction goes to others and never waits. Between processes the database decides: all writing is serializable,
 * so it comes out as if one after another, and what cannot is begun again.
 */
export class PostgresDriver implements Driver {
  readonly #pools: Pools
  readonly #turns = new Turns()
  readonly #inside: Inside
  readonly #step: Step | undefined

  constructor(pools: Pools, inside: Inside, step: Step | undefined) {
    this.#pools = pools
    this.#inside = inside
    this.#step = step
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<PostgresConnection> {
    return new PostgresConnection((connection, query) => this.#run(connection, query))
  }

  async releaseConnection(): Promise<void> {}

  async beginTransaction(connection: PostgresConnection): Promise<void> {
    this.#step?.('transaction.begin')
    await this.#turns.take()
    try {
      connection.client = await this.#pools.writer.connect()
      await connection.client.query('begin')
    } catch (error) {
      this.#end(connection, error)
      throw error
    }
  }

  async commitTransaction(connection: PostgresConnection): Promise<void> {
    this.#step?.('transaction.commit')
    const { command } = await clientOf(connection).query('commit')
    // PostgreSQL answers so, without an error, when a statement had failed and its error was swallowed on the way here.
    if (command !== 'COMMIT') throw new Error('The transaction was undone: one of its statements had failed')
    this.#end(connection)
    this.#step?.('transaction.committed')
  }

  async rollbackTransaction(connection: PostgresConnection): Promise<void> {
    try {
      await clientOf(connection).query('rollback')
      this.#end(connection)
    } catch (error) {
      // The connection is lost, and with it the transaction.
      this.#end(connection, error)
    }
  }

  async destroy(): Promise<void> {
    await this.#turns.take()
    const { shared, reader, writer } = this.#pools
    await Promise.all([shared.end(), reader.end(), writer.end()])
  }

  async #run({ client }: PostgresConnection, query: CompiledQuery): Promise<PgResult> {
    const asked = askedOf(query)
    if (client) return client.query(asked)
    if (SelectQueryNode.is(query.query)) return this.#readerFor(asked).query(asked)
    this.#inside.refuse()
    await this.#turns.take()
    try {
      return await repeatOnConflict(() => this.#pools.writer.query(asked))
    } finally {
      this.#turns.pass()
    }
  }

  #readerFor({ name }: QueryConfig): Pool | SharedConnection {
    return name === undefined ? this.#pools.reader : this.#pools.shared
  }

  #end(connection: PostgresConnection, error?: unknown): void {
    connection.client?.release(error !== undefined)
    connection.client = undefined
    this.#turns.pass()
  }
}

function askedOf({ sql: text, parameters, keptAs }: KeptQuery<unknown>): QueryConfig {
  return { text, values: parameters as unknown[], ...(keptAs !== undefined && { name: keptAs }) }
}

class PostgresConnection implements DatabaseConnection {
  /** Set while a transaction is open. */
  client: PoolClient | undefined
  readonly #run: (connection: PostgresConnection, query: CompiledQuery) => Promise<PgResult>

  constructor(run: (connection: PostgresConnection, query: CompiledQuery) => Promise<PgResult>) {
    this.#run = run
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { command, rowCount, rows } = await this.#run(this, query)
    if (!['INSERT', 'UPDATE', 'DELETE'].includes(command)) return { rows }
    return { rows, numAffectedRows: BigInt(rowCount ?? 0) }
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Lists are read in pages; streaming is not supported')
  }
}

function clientOf({ client }: PostgresConnection): PoolClient {
  if (!client) throw new Error('No transaction is open on this connection')
  return client
}
