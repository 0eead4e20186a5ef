/** Answers that take this many times as long as the best ones have waited in somebody's queue. */
const tolerance = 2
/** When so few are under way and answers still are slow, it is not because of us: the path itself has become slower. */
const smallLimit = 4
const smallestWindow = 8
/** From this share of strained answers in a window on it is too much. */
const mostOverloaded = 0.1

export interface ResponseSample {
  ms: number
  /** Not available, or no answer in time. One may have its own reasons; many mean that too much was asked. */
  overloaded?: boolean
  /** It was said that all in all it is too much. */
  throttled?: boolean
  /** No answer, but a word with one: it is not yet too much, but nearly. */
  nearLimit?: boolean
}

/**
 * How many requests may be under way at once: grows while answers come as fast as they can, shrinks a little when they get
 * slow and by half when the other side says that it is too much. Whoever finds it full waits in the order of asking.
 */
export class ConcurrencyLimit {
  readonly #most: number
  #size: number
  #inFlight = 0
  /** Whether it was full since the last window: what was not used cannot be judged. */
  #wasFull = false
  #wasNearLimit = false
  #overloaded = 0
  #best = Number.POSITIVE_INFINITY
  #window: number[] = []
  /** Answers to what was asked before the last halving. */
  #stale = 0
  readonly #waiting: (() => void)[] = []

  constructor({ most, first = 8 }: { most: number; first?: number }) {
    this.#most = most
    this.#size = Math.min(first, most)
  }

  get figures(): { size: number; inFlight: number; waiting: number } {
    return { size: this.#size, inFlight: this.#inFlight, waiting: this.#waiting.length }
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#inFlight >= this.#size) {
      this.#wasFull = true
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    } else this.#inFlight += 1
    try {
      return await work()
    } finally {
      this.#inFlight -= 1
      this.#admit()
    }
  }

  /** Learns from one answer. */
  record({ ms, overloaded = false, throttled = false, nearLimit = false }: ResponseSample): void {
    this.#wasNearLimit ||= nearLimit
    if (nearLimit) return
    if (this.#stale > 0) this.#stale -= 1
    else if (throttled || (overloaded && this.#isTooMuch())) this.#halve()
    else if (!overloaded) {
      this.#window.push(ms)
      if (this.#window.length >= Math.max(this.#size, smallestWindow)) this.#evaluateWindow()
    }
    this.#admit()
  }

  #isTooMuch(): boolean {
    this.#overloaded += 1
    return this.#overloaded > Math.max(2, mostOverloaded * this.#size)
  }

  #halve(): void {
    this.#stale = this.#inFlight
    this.#size = Math.max(1, Math.floor(this.#size / 2))
    this.#window = []
    this.#overloaded = 0
  }

  #evaluateWindow(): void {
    const usual = medianOf(this.#window)
    this.#window = []
    this.#best = this.#size <= smallLimit ? usual : Math.min(this.#best, usual)
    if (usual > tolerance * this.#best || this.#wasNearLimit)
      this.#size = Math.max(1, Math.floor(this.#size * 0.9))
    else if (this.#wasFull) {
      this.#size = Math.min(this.#most, this.#size + Math.max(1, Math.floor(Math.sqrt(this.#size))))
    }
    this.#wasFull = this.#waiting.length > 0
    this.#wasNearLimit = false
    this.#overloaded = 0
  }

  #admit(): void {
    while (this.#inFlight < this.#size) {
      const next = this.#waiting.shift()
      if (!next) return
      this.#inFlight += 1
      next()
    }
  }
}

const medianOf = (figures: readonly number[]): number =>
  figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? 0
