import { freeSlots } from '../base/slots.ts'

/** Messages that were begun and have not ended, and the lanes that they keep. */
export class OnTheWay {
  readonly #lanes = new Set<string>()
  readonly #messages = new Set<Promise<void>>()
  /** How many have been answered and are being written: they leave their place to others. */
  #answered = 0

  get lanes(): ReadonlySet<string> {
    return this.#lanes
  }

  get messages(): ReadonlySet<Promise<void>> {
    return this.#messages
  }

  roomFor(most: number): number {
    const { size } = this.#messages
    return freeSlots(most, { begun: size, onNetwork: size - this.#answered })
  }

  isBusy(lanes: readonly string[]): boolean {
    return lanes.some((lane) => this.#lanes.has(lane))
  }

  /** Runs `send`, which calls `answered` when the wire is free again; `onEnd` when all is written. Neither may throw. */
  add(lanes: readonly string[], send: (answered: () => void) => Promise<void>, onEnd: () => void): void {
    for (const lane of lanes) this.#lanes.add(lane)
    let isAnswered = false
    const message = send(() => {
      isAnswered = true
      this.#answered++
    }).finally(() => {
      for (const lane of lanes) this.#lanes.delete(lane)
      this.#messages.delete(message)
      if (isAnswered) this.#answered--
      onEnd()
    })
    this.#messages.add(message)
  }
}
