/** Lets two sides take turns, each first every other time, so that what the machine does besides strikes both. */
export async function alternate<A, B>(
  rounds: number,
  one: () => Promise<A>,
  other: () => Promise<B>,
): Promise<[A[], B[]]> {
  const ofOne: A[] = []
  const ofOther: B[] = []
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) ofOne.push(await one())
    ofOther.push(await other())
    if (round % 2 === 1) ofOne.push(await one())
  }
  return [ofOne, ofOther]
}
