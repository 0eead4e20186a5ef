import { expect, test } from 'vitest'
import { makeChance } from '../../model/chance.ts'
import { emptyPostgres } from '../../support/postgres-database.ts'
import { openWhatIfStage } from '../../support/what-if-stage.ts'
import { takeWhatIfStep } from '../../support/what-if-steps.ts'

/** 1,000 of them: `test/model/what-if.test.ts`. */
const databases: [name: string, open: () => Promise<string | undefined>, steps: number][] = [
  ['SQLite', async () => undefined, 14],
  ['PostgreSQL', emptyPostgres, 8],
]

test.each(databases)(
  'what is foreseen is what happens, and asking writes only its line: %s',
  async (_, database, steps) => {
    const chance = makeChance(7)
    const stage = await openWhatIfStage(undefined, await database())
    const outcomes = new Set<string>()
    for (let step = 0; step < steps; step++) outcomes.add((await takeWhatIfStep(stage, chance)).outcome)
    expect(outcomes).toContain('foreseen')
  },
)
