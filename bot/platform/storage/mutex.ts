/** Mutual exclusion in FIFO order. */
export class Mutex {
  #taken = false
  readonly #waiting: (() => void)[] = []

  /** Resolves when the caller holds the mutex, until `release`. */
  acquire(): Promise<void> {
    if (this.#taken) return new Promise((resolve) => this.#waiting.push(resolve))
    this.#taken = true
    return Promise.resolve()
  }

  release(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#taken = false
  }
}
