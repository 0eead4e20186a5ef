import { makeBoundedMap } from '../base/bounded-map.ts'
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
  readonly #lives = makeBoundedMap<Life>(mostKept)

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
    const life = this.#lives.get(card)
    const firstMs = life && nowMs - life.lastMs < keepMs ? life.firstMs : nowMs
    this.#lives.set(card, { firstMs, lastMs: nowMs })
  }
}
