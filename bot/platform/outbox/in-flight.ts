import { freeSlots } from '../base/slots.ts'

/** Messages that have started and not ended, and the ordering keys they block. */
export class InFlightMessages {
  readonly #orderingKeys = new Set<string>()
  readonly #messages = new Set<Promise<void>>()
  /** Answered messages whose result is being written; they no longer occupy a slot. */
  #answered = 0

  get orderingKeys(): ReadonlySet<string> {
    return this.#orderingKeys
  }

  get messages(): ReadonlySet<Promise<void>> {
    return this.#messages
  }

  capacityFor(most: number): number {
    const { size } = this.#messages
    return freeSlots(most, { begun: size, onNetwork: size - this.#answered })
  }

  isBusy(orderingKeys: readonly string[]): boolean {
    return orderingKeys.some((orderingKey) => this.#orderingKeys.has(orderingKey))
  }

  /** Runs `send`, which calls `answered` after the response; then `onEnd` after the write. Neither may throw. */
  add(
    orderingKeys: readonly string[],
    send: (answered: () => void) => Promise<void>,
    onEnd: () => void,
  ): void {
    for (const orderingKey of orderingKeys) this.#orderingKeys.add(orderingKey)
    let isAnswered = false
    const message = send(() => {
      isAnswered = true
      this.#answered++
    }).finally(() => {
      for (const orderingKey of orderingKeys) this.#orderingKeys.delete(orderingKey)
      this.#messages.delete(message)
      if (isAnswered) this.#answered--
      onEnd()
    })
    this.#messages.add(message)
  }
}
