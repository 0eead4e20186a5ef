import type { DatabaseSync } from 'node:sqlite'
// Imported, so that the timers a test plays with are not these.
import { setImmediate } from 'node:timers'

interface Waiting {
  resolve: () => void
  reject: (error: unknown) => void
}

/**
 * Transactions that end in the same turn of the event loop reach the disk with one commit: it is the dearest part of a small
 * transaction, and while tenants are synced many end at once. They still run one after another, each undone by itself
 * when it fails, and none has ended for its caller before all of them are on the disk.
 */
export class GroupCommit {
  readonly #connection: DatabaseSync
  /** Those that have ended and are not on the disk. */
  #waiting: Waiting[] = []
  /** One is running, the first of its commit or, below a savepoint, a later one. */
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

  /** Resolves when it is on the disk; rejects, with the database as it was before, if that fails. */
  end(): Promise<void> {
    if (this.#running === 'later') this.#connection.exec('release later')
    this.#running = 'none'
    const saved = new Promise<void>((resolve, reject) => this.#waiting.push({ resolve, reject }))
    if (this.#due) this.flush()
    else if (this.#waiting.length === 1) setImmediate(() => this.flush())
    return saved
  }

  /** Takes back what the running one has done, and nothing else. */
  undo(): void {
    const running = this.#running
    this.#running = 'none'
    // SQLite has rolled back everything by itself after some errors (disk full, for one).
    if (!this.#connection.isTransaction)
      this.#fail(new Error('The transaction was rolled back with a later one'))
    else if (running === 'later') this.#connection.exec('rollback to later; release later')
    else this.#connection.exec('rollback')
    if (this.#due) this.flush()
  }

  /** Commits what has ended; if one is running, as soon as it ends. */
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
