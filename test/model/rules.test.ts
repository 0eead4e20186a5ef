import { expect, test } from 'vitest'
import { startWholeApp } from '../support/whole-app.ts'
import { makeChance } from './chance.ts'
import { findHistoryDamage } from './oracles.ts'
import { RuleOracle } from './rule-oracle.ts'
import { makeRuleStage, takeRuleStep } from './rule-steps.ts'

/** Each seed is one row of acts. One that finds something is kept here. */
const seeds = [20_261_130, 7, 1_404]
/** `MODEL_STEPS` and `MODEL_SEED` of the environment; the whole run is 5,000 each with the seeds 1 to 4. */
const steps = Number(process.env.MODEL_STEPS ?? 150)
const chosen = process.env.MODEL_SEED === undefined ? seeds : [Number(process.env.MODEL_SEED)]

test.each(chosen)(
  `no act without the rule it needs, in ${steps} steps, seed %i`,
  {
    timeout: 7_200_000,
  },
  async (seed) => {
    const chance = makeChance(seed)
    const app = await startWholeApp({ random: (count) => chance.bytes(count) })
    const stage = makeRuleStage(app, chance)
    for (const { driver } of stage.persons) await driver.say('whoami')
    await app.settled()
    const oracle = new RuleOracle(stage)
    for (let step = 0; step < steps && oracle.complaints.length === 0; step++) {
      await oracle.afterStep(await takeRuleStep(stage))
    }
    process.stdout.write(`${JSON.stringify({ steps, seed, ...oracle.counts })}\n`)
    expect(oracle.complaints).toEqual([])
    expect(app.log.lines.filter(({ level }) => level === 'error')).toEqual([])
    expect(await findHistoryDamage(app)).toBeUndefined()
    // A run in which nobody did anything proves nothing.
    const { acts, approved, refused, blocks, opened } = oracle.counts
    expect(Math.min(acts, approved, refused, blocks, opened)).toBeGreaterThan(0)
  },
)
