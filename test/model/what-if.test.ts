import { expect, test } from 'vitest'
import { emptyPostgres } from '../support/postgres-database.ts'
import { openWhatIfStage } from '../support/what-if-stage.ts'
import { takeWhatIfStep } from '../support/what-if-steps.ts'
import { makeChance } from './chance.ts'

/** Ten rows of a hundred states and acts each. One that finds something is kept here. */
const seeds = Array.from({ length: 10 }, (_, n) => 20_261_130 + n)

test.each(seeds)(
  'what is foreseen is what happens, in 100 random states and acts, seed %i',
  { timeout: 600_000 },
  async (seed) => {
    const chance = makeChance(seed)
    const stage = await openWhatIfStage()
    const counts = new Map<string, number>()
    for (let step = 0; step < 100; step++) {
      const { outcome } = await takeWhatIfStep(stage, chance)
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
    }
    process.stdout.write(`${JSON.stringify({ seed, ...Object.fromEntries(counts) })}\n`)
    // A row in which nobody did anything proves nothing.
    for (const outcome of ['foreseen', 'approved', 'refused'])
      expect(counts.get(outcome), outcome).toBeGreaterThan(0)
  },
)

test('nor does PostgreSQL differ, in 20 of them', { timeout: 600_000 }, async () => {
  const chance = makeChance(7)
  const stage = await openWhatIfStage(undefined, await emptyPostgres())
  const outcomes = new Set<string>()
  for (let step = 0; step < 20; step++) outcomes.add((await takeWhatIfStep(stage, chance)).outcome)
  expect(outcomes).toContain('foreseen')
})
