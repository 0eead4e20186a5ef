import { expect, test } from 'vitest'
import { makeChance } from '../../model/chance.ts'
import { openWhatIfStage } from '../../support/what-if-stage.ts'
import { takeWhatIfStep } from '../../support/what-if-steps.ts'

/** 1,000 of them, and some on PostgreSQL: `test/model/what-if.test.ts`. */
const steps = 8

test('what is foreseen is what happens, and asking writes only its line', async () => {
  const chance = makeChance(7)
  const stage = await openWhatIfStage()
  const outcomes = new Set<string>()
  for (let step = 0; step < steps; step++) outcomes.add((await takeWhatIfStep(stage, chance)).outcome)
  expect(outcomes).toContain('foreseen')
})
