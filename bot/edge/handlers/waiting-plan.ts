import { mostAtOnce } from '#domain/people/second-person.ts'
import { toActor } from '../teams/actions/answer.ts'
import { readWaitingGroup, showNextActions } from '../views/next-actions-view.ts'
import { showPlan } from '../views/plan-view.ts'
import { defineHandler } from './define.ts'
import { waitingGroup } from './input.ts'

/** The plan for all tenants that wait for the same consent, as they are now. */
export const waitingPlan = defineHandler({
  verb: 'waiting.plan',
  role: 'operator',
  reach: 'ownTenants',
  input: waitingGroup.required({ setId: true }),

  async handle({ actor, input, turn, deps }) {
    const group = await readWaitingGroup(deps, actor, 'operator', input)
    // Somebody was faster.
    if (!group)
      return toActor(await showNextActions(deps, { actor, turn }, 1, { kind: 'info', code: 'CARD_OUTDATED' }))
    const tenantIds = group.tenants.slice(0, mostAtOnce).map(({ id }) => id)
    return toActor(await showPlan(deps, { actor, setId: input.setId, tenantIds }))
  },
})
