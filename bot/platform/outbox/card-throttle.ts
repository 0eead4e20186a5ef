import { makeBoundedMap } from '../base/bounded-map.ts'
import { minutes, seconds } from '../base/time.ts'

/** How often one card may change: people read it, and Teams counts every update. */
const defaultRules = { youngForMs: minutes(1), youngEveryMs: seconds(3), everyMs: seconds(10) }
type CardThrottleRules = Readonly<typeof defaultRules>

/** A card without an update for this long counts as new. */
const keepMs = minutes(10)
const mostKept = 10_000

interface CardTimes {
  firstMs: number
  lastMs: number
}

/** Times of the updates per card, in memory only: after a restart every card counts as new, at the cost of an extra update. */
export class CardThrottle {
  readonly #rules: CardThrottleRules
  readonly #cards = makeBoundedMap<CardTimes>(mostKept)

  constructor(rules: CardThrottleRules = defaultRules) {
    this.#rules = rules
  }

  /** When the card may change again; in the past if it may now. */
  untilMs(card: string, nowMs: number): number {
    const times = this.#cards.get(card)
    if (!times) return 0
    const { youngForMs, youngEveryMs, everyMs } = this.#rules
    return times.lastMs + (nowMs - times.firstMs < youngForMs ? youngEveryMs : everyMs)
  }

  noteShown(card: string, nowMs: number): void {
    const times = this.#cards.get(card)
    const firstMs = times && nowMs - times.lastMs < keepMs ? times.firstMs : nowMs
    this.#cards.set(card, { firstMs, lastMs: nowMs })
  }
}
