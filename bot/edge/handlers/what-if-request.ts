import { z } from 'zod'
import { getOpenPlan } from '#domain/what-if/carry-out-plan.ts'
import { UserError } from '#platform/base/errors.ts'
import { requireReach } from '../teams/actions/actor.ts'
import { toActor } from '../teams/actions/answer.ts'
import { concernedTenants } from '../views/concerned-tenants.ts'
import { getAction, readInput } from '../views/foresee.ts'
import { showRequestForm } from '../views/request-form-view.ts'
import { defineHandler } from './define.ts'
import { ownId } from './input.ts'

/** The form that asks a second person for exactly what a plan foresaw. */
export const whatIfRequest = defineHandler({
  verb: 'plan.request',
  role: 'operator',
  // Only the own plan; the order has its reach.
  reach: 'ownTenants',
  input: z.object({ plan: ownId }),

  async handle({ actor, input: { plan: id }, turn, deps }) {
    const { asked } = await getOpenPlan({ db: deps.database.db, clock: deps.clock }, actor, id)
    const action = getAction(deps, asked.verb)
    const input = readInput(action, asked.input)
    requireReach(actor, 'operator', await concernedTenants(deps, action.reach, { actor, turn, input }))
    const lead = await action.leadsTo?.({ actor, input, deps })
    if (!lead?.order) throw new UserError('WHAT_IF_UNKNOWN')
    // The end of access for a time is picked on the form, so only the request can say what is asked for.
    const planId = lead.order.kind === 'open' ? undefined : id
    return toActor(await showRequestForm(deps, actor, { order: lead.order, planId }))
  },
})
