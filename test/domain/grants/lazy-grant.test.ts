import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Grant } from '#domain/grants/grant.ts'
import { grantFromRow, longColumns, shortColumns } from '#domain/grants/grants-store.ts'
import { lazyGrantFromRow } from '#domain/grants/lazy-grant.ts'
import { reevaluate } from '#domain/grants/reevaluate.ts'
import { later, minutes } from '#platform/base/time.ts'
import { histories, play, requirements } from '../status/arbitraries.ts'
import { alice, maxAgeMs } from '../status/grant-samples.ts'

/** Text, because a memory keeps its own beside the values. */
const textOf = (grant: Grant): unknown => JSON.parse(JSON.stringify(grant))

const said = fc.record({
  checkedAfter: fc.option(fc.constantFrom(-1, 0, minutes(1)), { nil: undefined }),
  isBlocked: fc.boolean(),
  excepted: fc.constantFrom(0, 1),
})

test('a round reads of a stored grant what everybody else does', () => {
  const seen = { lastKnown: 0, judged: 0 }
  fc.assert(
    fc.property(
      requirements,
      histories,
      said,
      (requirement, steps, { checkedAfter, isBlocked, excepted }) => {
        const { memory, at } = play(requirement, steps)
        const deps = { clock: () => at, rules: { maxAgeMs, program: '1' } as never }
        const made = reevaluate(deps, { tenantId: 'tenant', requirement, memory })
        if (!made) throw new Error('Expected a grant')
        const checkedAt = checkedAfter === undefined ? undefined : later(at, checkedAfter)
        const block = isBlocked ? { at, by: alice, reason: 'Elsewhere' } : undefined
        const columns = {
          ...{ tenant_id: 'tenant', set_id: requirement.setId, excepted },
          ...shortColumns(made.grant),
          ...longColumns(made.grant),
        }
        const lazy = textOf(lazyGrantFromRow(columns, { checkedAt, block }))
        const whole = grantFromRow({
          ...columns,
          checked_at: checkedAt?.getTime() ?? null,
          block_at: block?.at.getTime() ?? null,
          block_by: block ? JSON.stringify(block.by) : null,
          block_reason: block?.reason ?? null,
          block_final: null,
        })
        expect(lazy).toEqual(textOf(whole))
        seen.lastKnown += Number(whole.lastKnown !== undefined)
        seen.judged += Number(whole.judged !== undefined)
      },
    ),
  )
  expect(Math.min(seen.lastKnown, seen.judged)).toBeGreaterThan(0)
})
