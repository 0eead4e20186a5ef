import type { Pool, PoolClient, QueryConfig, QueryResult } from 'pg'

/**
 * One connection for the short questions of all turns: each is sent at once, without waiting for the answers to those before
 * it, which come in the same order. What is under way on a connection that breaks fails; the next question opens another.
 */
export class SharedConnection {
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
    const client = await this.#client?.catch(() => undefined)
    client?.release()
    await this.#pool.end()
  }

  #open(): Promise<PoolClient> {
    const opening = this.#pool.connect()
    const forget = (): void => {
      if (this.#client === opening) this.#client = undefined
    }
    opening.then((client) => {
      client.once('error', (error) => {
        forget()
        client.release(error)
      })
    }, forget)
    return opening
  }
}
