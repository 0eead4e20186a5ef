/** Answers that take this many times as long as the best ones have waited in somebody's queue. */
const tolerance = 2
/** When so few are under way and answers still are slow, it is not because of us: the path itself has become slower. */
const few = 4
const smallestWindow = 8
/** From this share of strained answers in a window on it is too much. */
const mostStrained = 0.1

export interface Answered {
  ms: number
  /** Not available, or no answer in time. One may have its own reasons; many mean that too much was asked. */
  strained?: boolean
  /** It was said that all in all it is too much. */
  refused?: boolean
  /** No answer, but a word with one: it is not yet too much, but nearly. */
  pressed?: boolean
}

/**
 * How many requests may be under way at once: grows while answers come as fast as they can, shrinks a little when they get
 * slow and by half when the other side says that it is too much. Whoever finds it full waits in the order of asking.
 */
export class AdaptiveLimit {
  readonly #most: number
  #size: number
  #underWay = 0
  /** Whether it was full since the last window: what was not used cannot be judged. */
  #wasFull = false
  #wasPressed = false
  #strained = 0
  #best = Number.POSITIVE_INFINITY
  #window: number[] = []
  /** Answers to what was asked before the last halving. */
  #stale = 0
  readonly #waiting: (() => void)[] = []

  constructor({ most, first = 8 }: { most: number; first?: number }) {
    this.#most = most
    this.#size = Math.min(first, most)
  }

  get figures(): { size: number; underWay: number; waiting: number } {
    return { size: this.#size, underWay: this.#underWay, waiting: this.#waiting.length }
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#underWay >= this.#size) {
      this.#wasFull = true
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    } else this.#underWay += 1
    try {
      return await work()
    } finally {
      this.#underWay -= 1
      this.#letIn()
    }
  }

  /** Learns from one answer. */
  heed({ ms, strained = false, refused = false, pressed = false }: Answered): void {
    this.#wasPressed ||= pressed
    if (pressed) return
    if (this.#stale > 0) this.#stale -= 1
    else if (refused || (strained && this.#isTooMuch())) this.#halve()
    else if (!strained) {
      this.#window.push(ms)
      if (this.#window.length >= Math.max(this.#size, smallestWindow)) this.#judgeWindow()
    }
    this.#letIn()
  }

  #isTooMuch(): boolean {
    this.#strained += 1
    return this.#strained > Math.max(2, mostStrained * this.#size)
  }

  #halve(): void {
    this.#stale = this.#underWay
    this.#size = Math.max(1, Math.floor(this.#size / 2))
    this.#window = []
    this.#strained = 0
  }

  #judgeWindow(): void {
    const usual = middleOf(this.#window)
    this.#window = []
    this.#best = this.#size <= few ? usual : Math.min(this.#best, usual)
    if (usual > tolerance * this.#best || this.#wasPressed)
      this.#size = Math.max(1, Math.floor(this.#size * 0.9))
    else if (this.#wasFull) {
      this.#size = Math.min(this.#most, this.#size + Math.max(1, Math.floor(Math.sqrt(this.#size))))
    }
    this.#wasFull = this.#waiting.length > 0
    this.#wasPressed = false
    this.#strained = 0
  }

  #letIn(): void {
    while (this.#underWay < this.#size) {
      const next = this.#waiting.shift()
      if (!next) return
      this.#underWay += 1
      next()
    }
  }
}

const middleOf = (figures: readonly number[]): number =>
  figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? 0
