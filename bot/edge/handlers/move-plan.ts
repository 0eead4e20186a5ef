import { appsOfSet } from '#domain/catalog/find.ts'
import type { PermissionSet } from '#domain/catalog/permission-set.ts'
import { UserError } from '#platform/base/errors.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import type { HandlerDeps } from '../views/handler-deps.ts'
import { leadOfMove } from '../views/lead-of.ts'
import { showMovePlan } from '../views/move-view.ts'
import { showPlan } from '../views/plan-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { grantRef, guid } from './input.ts'

/** Shows what moving an app here blocks elsewhere and grants here, before anything is done. */
export const movePlan = defineHandler({
  verb: 'move.plan',
  role: 'operator',
  reach: namedBy('tenantId', 'from'),
  input: grantRef.extend({ from: guid.optional() }),
  leadsTo: ({ actor, input, deps }) => leadOfMove(deps, actor, input),

  async handle({ actor, input, deps }) {
    const { setId, tenantId } = input
    const move = await showMovePlan(deps, actor, input)
    return toActor(move ?? (await showPlan(deps, { actor, setId, tenantIds: [tenantId] })))
  },
})

export const moveCommand = defineWord({
  word: 'move',
  said: ['relocate', 'transfer', 'switch'],
  usage: 'move <app> to <tenant>',
  examples: ['move Mobile Security to Fabrikam'],
  form: { set: 'needed', tenants: 'one' },
  input: ({ set, tenants: [tenant], deps }) => {
    if (set) assertLimited(deps, set)
    return { setId: set?.id, tenantId: tenant?.id }
  },
  action: movePlan,
})

/** Whatever works in any number of tenants stays where it is. @throws UserError MOVE_NOT_LIMITED */
function assertLimited({ catalog }: Pick<HandlerDeps, 'catalog'>, set: PermissionSet): void {
  const apps = appsOfSet(catalog, set)
  if (apps.some(({ tenantLimit }) => tenantLimit !== undefined)) return
  throw new UserError('MOVE_NOT_LIMITED', { app: apps.map(({ name }) => name) })
}
