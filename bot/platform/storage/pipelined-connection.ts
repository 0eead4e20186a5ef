import type { Pool, PoolClient, QueryConfig, QueryResult } from 'pg'

/**
 * One connection for short queries, which are pipelined: each is sent without waiting for the results of the previous ones.
 * If the connection breaks, its pending queries fail and the next query opens another one.
 */
export class PipelinedConnection {
  readonly #pool: Pool
  #client: Promise<PoolClient> | undefined

  /** @param pool of pipelining clients, used here only */
  constructor(pool: Pool) {
    this.#pool = pool
  }

  async query(config: QueryConfig): Promise<QueryResult> {
    this.#client ??= this.#open()
    return (await this.#client).query(config)
  }

  async end(): Promise<void> {
    const opening = this.#client
    this.#client = undefined
    const client = await opening?.catch(() => undefined)
    client?.release()
    await this.#pool.end()
  }

  #open(): Promise<PoolClient> {
    const opening = this.#pool.connect()
    /** False if it was released already. */
    const forget = (): boolean => {
      const isOurs = this.#client === opening
      if (isOurs) this.#client = undefined
      return isOurs
    }
    opening.then((client) => {
      client.once('error', (error) => {
        if (forget()) client.release(error)
      })
    }, forget)
    return opening
  }
}
