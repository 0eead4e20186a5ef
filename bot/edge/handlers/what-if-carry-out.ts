import { z } from 'zod'
import { carryOutPlan, getOpenPlan, voidPlan } from '#domain/what-if/carry-out-plan.ts'
import type { Plan } from '#domain/what-if/plan.ts'
import { UserError, type UserErrorCode } from '#platform/base/errors.ts'
import { requireReach, requireRole } from '../teams/actions/actor.ts'
import { type Answer, toActor } from '../teams/actions/answer.ts'
import { concernedTenants } from '../views/concerned-tenants.ts'
import { foresee, getAction, readInput } from '../views/foresee.ts'
import type { Asker } from '../views/foreseen-act.ts'
import type { HandlerDeps } from '../views/handler-deps.ts'
import { showWhatIf } from '../views/what-if-view.ts'
import { defineHandler } from './define.ts'
import { ownId } from './input.ts'

/** Does exactly what the plan of this person foresaw, or says what has changed since. The act asks every rule again. */
export const whatIfCarryOut = defineHandler({
  verb: 'plan.carryOut',
  role: 'operator',
  readsRolesNow: true,
  // Only the own plan; the act itself has its reach.
  reach: 'ownTenants',
  input: z.object({ plan: ownId }),

  async handle({ actor, input, turn, deps }) {
    const plan = await getOpenPlan({ db: deps.database.db, clock: deps.clock }, actor, input.plan)
    return (await carryOut(deps, { actor, turn }, plan)) ?? answerVoid(deps, { actor, turn }, plan)
  },
})

/** The answer of the act itself; undefined if the plan is void by now. */
async function carryOut(deps: HandlerDeps, { actor, turn }: Asker, plan: Plan): Promise<Answer | undefined> {
  const action = getAction(deps, plan.act.verb)
  const input = readInput(action, plan.act.input)
  requireRole(actor, action.role)
  try {
    requireReach(actor, action.role, await concernedTenants(deps, action.reach, { actor, turn, input }))
    const done = await carryOutPlan(deps, { plan, by: actor }, (database) =>
      action.handle({ actor, input, turn, deps: { ...deps, database } }),
    )
    return done?.result
  } catch (error) {
    if (!(error instanceof UserError) || ofThePerson.has(error.code)) throw error
    await voidPlan(deps, { plan, by: actor })
    return undefined
  }
}

/** The plan stays: it's the person who may not now, or nobody can tell. */
const ofThePerson: ReadonlySet<UserErrorCode> = new Set([
  'NO_ROLE',
  'ROLE_MISSING',
  'SCOPE_MISSING',
  'ROLES_UNREADABLE',
  'ACCOUNT_UNREADABLE',
  'PERSON_FOREIGN',
  'WHAT_IF_ENDED',
])

/** How it stands now, with what is different. What it was about can be gone. */
async function answerVoid(deps: HandlerDeps, asker: Asker, voided: Plan): Promise<Answer> {
  const { asked, code } = voided
  const foreseen = await foresee(deps, asker, asked)
  if (!foreseen) throw new UserError('WHAT_IF_ENDED', { state: 'void', code })
  return toActor(await showWhatIf(deps, asker, { asked, foreseen, voided }))
}
