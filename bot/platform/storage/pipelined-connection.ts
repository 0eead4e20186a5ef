import type { Pool, PoolClient, QueryConfig, QueryResult } from 'pg'

/**
 * One connection for the short questions of all turns: each is sent at once, without waiting for the answers to those before
 * it, which come in the same order. What is under way on a connection that breaks fails; the next question opens another.
 */
export class PipelinedConnection {
  readonly #pool: Pool
  #client: Promise<PoolClient> | undefined

  /** @param pool of clients that pipeline; nobody else takes one */
  constructor(pool: Pool) {
    this.#pool = pool
  }

  async query(asked: QueryConfig): Promise<QueryResult> {
    this.#client ??= this.#open()
    return (await this.#client).query(asked)
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
    /** False when it was given back already. */
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
