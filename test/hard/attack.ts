import { readFileSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import keptSeeds from './seeds.json' with { type: 'json' }

/** Every number is an input of its own; `npm run test:hard` makes all of them, `npm run test:full` a part. */
export const fullCounts = {
  activities: 50_000,
  tokens: 20_000,
  actions: 50_000,
  lines: 30_000,
  answers: 50_000,
  names: 20_000,
  callbacks: 10_000,
  rows: 5_000,
  catalogs: 5_000,
  sequences: 20_000,
} as const

export type Category = keyof typeof fullCounts

export const isFull = process.env.HARD === 'full'

/** Which part of them `npm run test:full` makes: what the front door must answer costs a hundred times what a parser does. */
const partOf: Readonly<Record<Category, number>> = {
  activities: 200,
  tokens: 100,
  actions: 500,
  lines: 300,
  answers: 400,
  names: 20,
  callbacks: 50,
  rows: 100,
  catalogs: 50,
  sequences: 1_000,
}

const kept: Readonly<Partial<Record<Category, readonly number[]>>> = keptSeeds
const together = 50

/** The same inputs on every `npm run test:full`; others on every `npm run test:hard`, which says which. */
function firstSeed(): number {
  const given = Number(process.env.HARD_SEED)
  if (process.env.HARD_SEED !== undefined && Number.isInteger(given)) return given
  return isFull ? Date.now() % 1_000_000_000 : 20_261_124
}

/**
 * Makes the inputs of a category, fifty at a time, and strikes with them. Seeds that once found something come first. A
 * failure says the seed of its fifty: `HARD_SEED=… npx vitest run test/hard` makes the same ones again.
 */
export async function attack<T>(
  category: Category,
  input: fc.Arbitrary<T>,
  strike: (inputs: readonly T[]) => Promise<void>,
): Promise<number> {
  const count = isFull ? fullCounts[category] : Math.ceil(fullCounts[category] / partOf[category])
  const seed = firstSeed()
  const seeds = [
    ...(kept[category] ?? []),
    ...Array.from({ length: Math.ceil(count / together) }, (_, at) => seed + at),
  ]
  const startedAt = performance.now()
  for (const [at, each] of seeds.entries()) {
    const size = Math.min(together, Math.max(1, count - (at - (kept[category] ?? []).length) * together))
    try {
      await strike(fc.sample(input, { seed: each, numRuns: size }))
    } catch (error) {
      keepSeed(category, each)
      throw new Error(`${category}: found with HARD_SEED=${each}`, { cause: error })
    }
  }
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1)
  process.stdout.write(`hard: ${count} ${category} in ${seconds} s, HARD_SEED=${seed}\n`)
  return count
}

const seedsFile = new URL('seeds.json', import.meta.url)

/** Before anything else can be lost: the seed is printed and stands in the file that every later run begins with. */
export function keepSeed(category: string, seed: number): void {
  process.stdout.write(`hard: ${category} FOUND with HARD_SEED=${seed}, kept in test/hard/seeds.json\n`)
  const seeds = JSON.parse(readFileSync(seedsFile, 'utf8')) as Record<string, number[]>
  const known = seeds[category] ?? []
  if (known.includes(seed)) return
  seeds[category] = [...known, seed]
  const sorted = Object.fromEntries(Object.entries(seeds).sort(([a], [b]) => a.localeCompare(b)))
  const text = JSON.stringify(sorted, null, 2).replace(/\[\s+([^\]]*?)\s+\]/g, (_all, items: string) => {
    return `[${items.replace(/\s+/g, ' ')}]`
  })
  writeFileSync(seedsFile, `${text}\n`)
}
