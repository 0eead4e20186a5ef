import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evaluateStatus } from '#domain/status/evaluate-status.ts'
import { evaluationVersion } from '#domain/status/judge-again.ts'
import { shortHash } from '#platform/base/short-hash.ts'
import { histories, play, requirements } from './arbitraries.ts'
import { maxAgeMs } from './grant-samples.ts'

/** Where this fails because something is evaluated otherwise on purpose, raise the version, too. */
test('what is evaluated otherwise has another version', () => {
  const samples = fc.sample(fc.tuple(requirements, histories), { numRuns: 300, seed: 18 })
  const said = samples.map(([requirement, steps]) => {
    const { memory, at: now } = play(requirement, steps)
    return evaluateStatus({ requirement, memory, now, maxAgeMs })
  })
  expect({ evaluationVersion, said: shortHash(JSON.stringify(said)) }).toMatchInlineSnapshot(`
    {
      "evaluationVersion": 1,
      "said": "6cb7f39e21afc885",
    }
  `)
})
