import type { DatabaseSync } from 'node:sqlite'
// Imported, so that the fake timers of a test don't replace it.
import { setImmediate } from 'node:timers'

interface Waiting {
  resolve: () => void
  reject: (error: unknown) => void
}

/**
 * Group commit: transactions that end in the same turn of the event loop share one disk write, the most expensive part of a
 * small transaction. Each still runs alone and rolls back alone, and resolves only after the shared commit.
 */
export class GroupCommit {
  readonly #connection: DatabaseSync
  /** Transactions that have ended but are not committed. */
  #waiting: Waiting[] = []
  /** The running transaction: the first of the group, or a later one within a savepoint. */
  #running: 'none' | 'first' | 'later' = 'none'
  #due = false

  constructor(connection: DatabaseSync) {
    this.#connection = connection
  }

  begin(): void {
    const later = this.#waiting.length > 0
    this.#connection.exec(later ? 'savepoint later' : 'begin immediate')
    this.#running = later ? 'later' : 'first'
  }

  /** Resolves when the transaction is on the disk; rejects if the commit fails, which rolls back the group. */
  end(): Promise<void> {
    if (this.#running === 'later') this.#connection.exec('release later')
    this.#running = 'none'
    const saved = new Promise<void>((resolve, reject) => this.#waiting.push({ resolve, reject }))
    if (this.#due) this.flush()
    else if (this.#waiting.length === 1) setImmediate(() => this.flush())
    return saved
  }

  /** Rolls back the running transaction only. */
  undo(): void {
    const running = this.#running
    this.#running = 'none'
    // After some errors, such as a full disk, SQLite has already rolled back everything.
    if (!this.#connection.isTransaction)
      this.#fail(new Error('The transaction was rolled back with a later one'))
    else if (running === 'later') this.#connection.exec('rollback to later; release later')
    else this.#connection.exec('rollback')
    if (this.#due) this.flush()
  }

  /** Commits the group, or as soon as the running transaction ends. */
  flush(): void {
    this.#due = this.#running !== 'none'
    if (this.#due || this.#waiting.length === 0) return
    try {
      this.#connection.exec('commit')
    } catch (error) {
      if (this.#connection.isTransaction) this.#connection.exec('rollback')
      this.#fail(error)
    }
    for (const { resolve } of this.#waiting.splice(0)) resolve()
  }

  #fail(error: unknown): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error)
  }
}
