/** A response slower than this multiple of the best one was queued somewhere: treat it as congestion. */
const tolerance = 2
/** If responses are slow at so few in flight, the path itself became slower, not our load. */
const smallLimit = 4
const smallestWindow = 8
/** A larger share of overloaded responses in a window halves the limit. */
const mostOverloaded = 0.1

export interface ResponseSample {
  ms: number
  /** Unavailable or timed out. One can have other reasons; many mean overload. */
  overloaded?: boolean
  /** Throttled for the app as a whole. */
  throttled?: boolean
  /** Not a response of its own, but a header of one: usage is close to the limit. */
  nearLimit?: boolean
}

/**
 * Adaptive limit of concurrent requests: grows while responses are as fast as the best ones, shrinks a little when they slow
 * down, and halves when throttled or overloaded. Callers beyond it wait in FIFO order.
 */
export class ConcurrencyLimit {
  readonly #most: number
  #size: number
  #inFlight = 0
  /** True if the limit was reached since the last window: an unused limit can't be judged. */
  #wasFull = false
  #wasNearLimit = false
  #overloaded = 0
  #best = Number.POSITIVE_INFINITY
  #window: number[] = []
  /** Responses still expected to requests from before the last halving; they don't count. */
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

  /** Adapts the limit to one response. */
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
