/** One after another, in the order of asking. */
export class Mutex {
  #taken = false
  readonly #waiting: (() => void)[] = []

  /** Resolves when it is the caller's turn, which lasts until `pass`. */
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
