import { UserError } from '#platform/base/errors.ts'
import { type Person, plainPerson } from '#platform/base/person.ts'
import type { Db, Tx } from '#platform/storage/database.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { type Effects, isSameEffects } from './effects.ts'
import { type Observed, observe } from './observe.ts'
import type { ObserveDeps } from './observed-state.ts'
import type { Plan } from './plan.ts'
import { endOpenPlan, findPlan } from './plans-store.ts'

type Needs = ObserveDeps & Pick<Deps, 'database'>

/** The act would do something else than its plan says, so its transaction is rolled back. */
export class PlanChangedError extends Error {
  constructor() {
    super('An act is no longer what was planned')
    this.name = 'PlanChangedError'
  }
}

/** The open plan of this person. @throws UserError WHAT_IF_UNKNOWN for one of somebody else too, WHAT_IF_ENDED */
export async function getOpenPlan(
  { db, clock }: { db: Db } & Pick<Deps, 'clock'>,
  by: Pick<Person, 'tenantId' | 'objectId'>,
  id: string,
): Promise<Plan> {
  const plan = await findPlan(db, by, id)
  if (!plan || plan.expiresAt <= clock()) throw new UserError('WHAT_IF_UNKNOWN')
  if (plan.state !== 'open') throw new UserError('WHAT_IF_ENDED', { state: plan.state, code: plan.code })
  return plan
}

/**
 * Runs a part of an act in its transaction, which must have exactly the effects of its plan, and ends the plan in it.
 * @throws PlanChangedError, so that nothing of it remains; UserError WHAT_IF_ENDED
 */
export async function asPlanned<T>(
  deps: ObserveDeps,
  tx: Tx,
  { plan, by }: { plan: Plan; by: Person },
  work: () => Promise<T>,
): Promise<Pick<Observed<T>, 'result' | 'acted'>> {
  const { effects, ...seen } = await observe(deps, tx, { by, tenantIds: plan.tenantIds }, work)
  if (seen.acted) await endAsPlanned(deps, tx, { plan, by }, effects)
  return seen
}

async function endAsPlanned(
  { clock }: Pick<Deps, 'clock'>,
  tx: Tx,
  { plan, by }: { plan: Plan; by: Person },
  effects: Effects,
): Promise<void> {
  if (!isSameEffects(plan.effects, effects)) throw new PlanChangedError()
  if (!(await endOpenPlan(tx, plan.id, 'done'))) throw new UserError('WHAT_IF_ENDED', { state: 'done' })
  await noteEnd(tx, { plan, by, at: clock(), action: 'plan.carryOut' })
}

/**
 * Carries out a plan: runs its act, whose transaction commits only if it does exactly what was foreseen. Every rule is asked
 * by the act itself. Returns its result, or undefined if the plan is void by now, because the act does something else, or
 * nothing. `act` gets the database and must use no other. @throws whatever the act is refused by
 */
export async function carryOutPlan<T>(
  deps: Needs,
  { plan, by }: { plan: Plan; by: Person },
  act: (database: Deps['database']) => Promise<T>,
): Promise<{ result: T } | undefined> {
  const { database } = deps
  let isDone = false
  const watched: Deps['database'] = {
    ...database,
    transaction: async (work) => {
      if (isDone) return database.transaction(work)
      const seen = await database.transaction((tx) => asPlanned(deps, tx, { plan, by }, () => work(tx)))
      isDone = seen.acted
      return seen.result
    },
  }
  try {
    const result = await act(watched)
    if (isDone) return { result }
  } catch (error) {
    if (!(error instanceof PlanChangedError)) throw error
  }
  await voidPlan(deps, { plan, by })
  return undefined
}

/** Ends a plan that can't be carried out any more. */
export async function voidPlan(
  { database, clock }: Pick<Deps, 'database' | 'clock'>,
  { plan, by }: { plan: Plan; by: Person },
): Promise<void> {
  await database.transaction(async (tx) => {
    if (await endOpenPlan(tx, plan.id, 'void'))
      await noteEnd(tx, { plan, by, at: clock(), action: 'plan.void' })
  })
}

async function noteEnd(
  tx: Tx,
  { plan, by, at, action }: { plan: Plan; by: Person; at: Date; action: string },
): Promise<void> {
  const [tenantId, ...others] = plan.tenantIds
  await append(tx, {
    at,
    actor: plainPerson(by),
    action,
    ...(others.length === 0 && { tenantId }),
    result: 'done',
    detail: { plan: plan.code, of: plan.asked.verb },
  })
}
