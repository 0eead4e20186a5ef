/** Messages that have started and whose outcome isn't recorded yet, and the ordering keys they block. */
export class InFlightMessages {
  readonly #orderingKeys = new Set<string>()
  readonly #messages = new Set<Promise<void>>()

  get orderingKeys(): ReadonlySet<string> {
    return this.#orderingKeys
  }

  get messages(): ReadonlySet<Promise<void>> {
    return this.#messages
  }

  isBusy(orderingKeys: readonly string[]): boolean {
    return orderingKeys.some((orderingKey) => this.#orderingKeys.has(orderingKey))
  }

  /** Adds a message until `sent`, which must not reject, resolves; then calls `onEnd`. */
  add(orderingKeys: readonly string[], sent: Promise<void>, onEnd: () => void): void {
    for (const orderingKey of orderingKeys) this.#orderingKeys.add(orderingKey)
    const message = sent.finally(() => {
      for (const orderingKey of orderingKeys) this.#orderingKeys.delete(orderingKey)
      this.#messages.delete(message)
      onEnd()
    })
    this.#messages.add(message)
  }
}
