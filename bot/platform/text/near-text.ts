import { foldText } from './fold-text.ts'

/** The form in which near misses are compared: folded, and without accents. */
export const plainLetters = (text: string): string =>
  foldText(text).normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC')

/** How many slips a word of this length can have and still be recognized. */
export const slipsAllowed = (length: number): number => (length < 4 ? 0 : length < 7 ? 1 : 2)

/** No name or command that somebody types is longer; the cost is the square. */
const longest = 60

/** The number of slips between two short texts if few enough for a near miss; undefined otherwise. */
export function nearness(typed: string, name: string): number | undefined {
  const most = slipsAllowed(Math.min(typed.length, name.length))
  if (Math.abs(typed.length - name.length) > most || typed.length > longest) return undefined
  const slips = distanceBetween(typed, name)
  return slips <= most ? slips : undefined
}

/** Those within so few slips that `slipsOf` counts them, the nearest first. */
export const nearestFirst = <T>(all: readonly T[], slipsOf: (each: T) => number | undefined): T[] =>
  all
    .flatMap((each) => {
      const slips = slipsOf(each)
      return slips === undefined ? [] : [{ each, slips }]
    })
    .sort((a, b) => a.slips - b.slips)
    .map(({ each }) => each)

/** The least of these numbers of slips; undefined if none of them is a near miss. */
export function leastSlips(slips: readonly (number | undefined)[]): number | undefined {
  const counted = slips.filter((each) => each !== undefined)
  return counted.length === 0 ? undefined : Math.min(...counted)
}

/** The number of slips between two short texts: a letter added, removed or replaced, or two swapped. */
export function distanceBetween(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const line = [row]
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      line[column] = Math.min(
        (last[column] ?? 0) + 1,
        (line[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + same,
        swapped ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    beforeLast = last
    last = line
  }
  return last[b.length] ?? 0
}
