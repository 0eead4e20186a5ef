/** Serializes the reads of each tenant: two at once would count twice against its limits. */
export class KeyedMutex {
  readonly #last = new Map<string, Promise<unknown>>()

  runExclusive<T>(tenantId: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(tenantId)
    const own = before ? before.then(work) : work()
    const ended: Promise<unknown> = own
      .catch(() => undefined)
      .then(() => {
        if (this.#last.get(tenantId) === ended) this.#last.delete(tenantId)
      })
    this.#last.set(tenantId, ended)
    return own
  }
}
