/** Alternates the sides, each first in turn, so that other load on the machine affects all of them equally. */
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
