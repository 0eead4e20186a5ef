/** Repeatable chance: the same seed gives the same row of numbers. */
export interface Chance {
  /** From 0 up to and without `below`. */
  number(below: number): number
  /** True once in `n`. */
  oneIn(n: number): boolean
  /** @throws Error for an empty list */
  pick<T>(list: readonly T[]): T
  bytes(count: number): Uint8Array
}

/** Mulberry32: small, quick, and good enough to choose by. */
export function makeChance(seed: number): Chance {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const number = (below: number): number => Math.floor(next() * below)
  return {
    number,
    oneIn: (n) => number(n) === 0,
    pick: <T>(list: readonly T[]): T => {
      const index = number(list.length)
      if (list.length === 0) throw new Error('Expected something to choose from')
      return list[index] as T
    },
    bytes: (count) => Uint8Array.from({ length: count }, () => number(256)),
  }
}
