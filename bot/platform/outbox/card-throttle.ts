import { minutes, seconds } from '../base/time.ts'

/** How often one card may change: people read it, and the channel counts every change. */
const calm = { youngForMs: minutes(1), youngEveryMs: seconds(3), everyMs: seconds(10) }
export type PaceRules = Readonly<typeof calm>

/** A card that was not touched for so long counts as new. */
const keepMs = minutes(10)
const mostKept = 10_000

interface Life {
  firstMs: number
  lastMs: number
}

/** When each card was shown, as far as this process knows: after a restart every card is new, which costs one update too many. */
export class Pace {
  readonly #rules: PaceRules
  /** In the order of the last showing. */
  readonly #lives = new Map<string, Life>()

  constructor(rules: PaceRules = calm) {
    this.#rules = rules
  }

  /** From when the card may change again; in the past when it may now. */
  untilMs(card: string, nowMs: number): number {
    const life = this.#lives.get(card)
    if (!life) return 0
    const { youngForMs, youngEveryMs, everyMs } = this.#rules
    return life.lastMs + (nowMs - life.firstMs < youngForMs ? youngEveryMs : everyMs)
  }

  noteShown(card: string, nowMs: number): void {
    const firstMs = this.#lives.get(card)?.firstMs ?? nowMs
    this.#lives.delete(card)
    this.#lives.set(card, { firstMs, lastMs: nowMs })
    for (const [key, { lastMs }] of this.#lives) {
      if (nowMs - lastMs < keepMs && this.#lives.size <= mostKept) return
      this.#lives.delete(key)
    }
  }

  get size(): number {
    return this.#lives.size
  }
}
