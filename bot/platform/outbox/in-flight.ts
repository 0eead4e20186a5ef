import { freeSlots } from '../base/slots.ts'

/** Messages that were begun and have not ended, and the lanes that they keep. */
export class InFlightMessages {
  readonly #orderingKeys = new Set<string>()
  readonly #messages = new Set<Promise<void>>()
  /** How many have been answered and are being written: they leave their place to others. */
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

  /** Runs `send`, which calls `answered` when the wire is free again; `onEnd` when all is written. Neither may throw. */
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
