import { type Person, plainPerson } from '#platform/base/person.ts'
import { randomToken, readableCode } from '#platform/base/secret-token.ts'
import { later } from '#platform/base/time.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import type { Effects } from './effects.ts'
import { type Plan, type PlannedCall, planLifetimeMs } from './plan.ts'
import { insertPlan } from './plans-store.ts'

interface Foreseen {
  asked: PlannedCall
  by: Person
  tenantIds: readonly string[]
  setId?: string | undefined
  /** What it would do, and what carries it out. */
  would?: { act: PlannedCall; effects: Effects }
  /** Code of the rule that stands against it. */
  refused?: string | undefined
}

/**
 * Keeps what an act would do under an id, if it would do anything, and notes in the history that a person asked: all that a
 * "what if" writes.
 */
export async function keepPlan(
  deps: Pick<Deps, 'database' | 'clock' | 'random'>,
  { asked, by, tenantIds, setId, would, refused }: Foreseen,
): Promise<Plan | undefined> {
  const madeAt = deps.clock()
  const plan: Plan | undefined = would && {
    id: randomToken(deps.random),
    code: readableCode(deps.random),
    asked,
    ...would,
    tenantIds,
    state: 'open',
    madeAt,
    expiresAt: later(madeAt, planLifetimeMs),
  }
  const [tenantId, ...others] = tenantIds
  const detail = { of: asked.verb, ...(plan && { plan: plan.code }), ...(refused && { refused }) }
  await deps.database.transaction(async (tx) => {
    if (plan) await insertPlan(tx, by, plan)
    await append(tx, {
      at: madeAt,
      actor: plainPerson(by),
      action: 'plan.make',
      // Who reads the history of one tenant may not see the others.
      ...(others.length === 0 && { tenantId }),
      setId,
      result: 'done',
      detail,
    })
  })
  return plan
}
