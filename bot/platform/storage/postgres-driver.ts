import type { CompiledQuery, QueryResult } from 'kysely'
import type { QueryResult as PgResult, Pool, PoolClient, QueryConfig } from 'pg'
import { repeatOnConflict } from './conflict.ts'
import type { NamedQuery } from './named-query.ts'
import { OneWriterDriver } from './one-writer-driver.ts'
import type { PipelinedConnection } from './pipelined-connection.ts'
import type { Step } from './step.ts'
import type { TransactionGuard } from './transaction-guard.ts'

/** `writer` has one connection with serializable transactions; the others are read-only. */
interface Pools {
  writer: Pool
  reader: Pool
  /** For prepared queries, whose results are short. */
  pipelined: PipelinedConnection
}

/** It takes no time; a server that doesn't answer has lost the transaction. The types of pg don't know the timeout. */
const rollback: QueryConfig & { query_timeout: number } = { text: 'rollback', query_timeout: 5_000 }

/** Serializes writes within this process as on SQLite; between processes, PostgreSQL does, and conflicts are repeated. */
export class PostgresDriver extends OneWriterDriver<PoolClient> {
  readonly #pools: Pools

  constructor(pools: Pools, guard: TransactionGuard, step: Step | undefined) {
    super(guard, step)
    this.#pools = pools
  }

  protected async begin(): Promise<PoolClient> {
    const client = await this.#pools.writer.connect()
    try {
      await client.query('begin')
      return client
    } catch (error) {
      client.release(true)
      throw error
    }
  }

  protected async commit(client: PoolClient): Promise<{ saved?: Promise<void> }> {
    const { command } = await client.query('commit')
    // PostgreSQL answers ROLLBACK, without an error, if a statement failed and `work` swallowed the error.
    if (command !== 'COMMIT')
      throw new Error('The transaction was rolled back: one of its statements had failed')
    client.release()
    return {}
  }

  protected async rollBack(client: PoolClient): Promise<void> {
    const isLost = await client.query(rollback).then(
      () => false,
      () => true,
    )
    // A lost connection has ended the transaction too.
    client.release(isLost)
  }

  protected async read(query: CompiledQuery): Promise<QueryResult<never>> {
    const config = toQueryConfig(query)
    const { reader, pipelined } = this.#pools
    return resultOf(await (config.name === undefined ? reader : pipelined).query(config))
  }

  protected async write(query: CompiledQuery, client?: PoolClient): Promise<QueryResult<never>> {
    const config = toQueryConfig(query)
    if (client) return resultOf(await client.query(config))
    return resultOf(await repeatOnConflict(() => this.#pools.writer.query(config)))
  }

  protected async close(): Promise<void> {
    const { pipelined, reader, writer } = this.#pools
    await Promise.all([pipelined.end(), reader.end(), writer.end()])
  }
}

function toQueryConfig({ sql: text, parameters, statementName }: NamedQuery<unknown>): QueryConfig {
  return {
    text,
    values: parameters as unknown[],
    ...(statementName !== undefined && { name: statementName }),
  }
}

function resultOf({ command, rowCount, rows }: PgResult): QueryResult<never> {
  if (!['INSERT', 'UPDATE', 'DELETE'].includes(command)) return { rows: rows as never[] }
  return { rows: rows as never[], numAffectedRows: BigInt(rowCount ?? 0) }
}
