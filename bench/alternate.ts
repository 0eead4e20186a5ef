/** Lets all sides take turns, another one first every time, so that what the machine does besides strikes them alike. */
export async function alternate<T>(rounds: number, ...sides: readonly (() => Promise<T>)[]): Promise<T[][]> {
  const results: T[][] = sides.map(() => [])
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < sides.length; turn += 1) {
      const at = (round + turn) % sides.length
      const side = sides[at]
      if (side) results[at]?.push(await side())
    }
  }
  return results
}
