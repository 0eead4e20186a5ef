import type { Deps } from '#domain/deps.ts'
import type { MovePlan } from '#domain/moves/move-sources.ts'
import { planMove, tenantsOfMove } from '#domain/moves/plan-move.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { findApprovalRule } from '#domain/people/second-person.ts'
import type { Order } from '#domain/requests/request.ts'
import type { ButtonCall } from '../../../cards/buttons.ts'
import { movePlanCard } from '../../../cards/move-plan.ts'
import type { Notice } from '../../../cards/notice.ts'
import type { Card } from '../../../cards/render.ts'
import { en as words } from '../../../cards/words/en.ts'
import { type Actor, may } from '../teams/actions/actor.ts'
import { askingOf } from './asking-view.ts'
import { missingSettings } from './missing-settings.ts'
import { consequencesOfAll, permissionRefs, setRef, tenantRef } from './refs.ts'

interface MoveOptions {
  setId: string
  /** Where it goes. */
  tenantId: string
  /** Which tenant gives way, where several could. */
  from?: string | undefined
  /** The reason that was typed so far. */
  reason?: string
  reference?: string
  /** The "what if" plan that is asked for. */
  planId?: string | undefined
  notice?: Notice
}

/** The plan of a move; undefined if nothing must move, so that it can simply be granted. @throws UserError as `planMove` */
export async function showMovePlan(deps: Deps, actor: Actor, given: MoveOptions): Promise<Card | undefined> {
  const { setId, tenantId, from, notice } = given
  const namesOf = scopeOf(actor, 'viewer')
  const plan = await planMove(deps, deps.database.db, { setId, tenantId, from, namesOf })
  if (!plan) return undefined
  const refusal = plan.refusal ?? (mayAsk(actor, plan) ? undefined : outOfReach)
  const isOpen = !refusal && plan.choices.length === 0
  return movePlanCard({
    now: deps.clock(),
    set: setRef(plan.set),
    apps: plan.apps,
    limit: plan.limit,
    to: tenantRef(plan.here.tenant),
    from: isOpen
      ? plan.sources.map(({ tenant, set }) => ({ tenant: tenantRef(tenant), set: setRef(set) }))
      : [],
    consequences: consequencesOfAll(deps.catalog, [...new Set(plan.sources.map(({ set }) => set))]),
    ...(!plan.here.refusal && { grant: grantOf(deps, plan) }),
    v: plan.version,
    choices: plan.choices.map(tenantRef),
    ...(refusal && { refusal }),
    ways: refusal ? waysOn(plan, refusal.code) : [],
    ...(isOpen && (await askingFor(deps, actor, plan, given))),
    ...(notice && { notice }),
  })
}

const outOfReach = { code: 'MOVE_OUT_OF_REACH', facts: {} } as const

const mayAsk = (actor: Actor, plan: MovePlan): boolean =>
  tenantsOfMove(plan).every((id) => may(actor, 'operator', id))

function grantOf(deps: Deps, { target, here }: MovePlan) {
  return {
    permissions: permissionRefs(here.adds, deps.clock()),
    keeps: here.keeps,
    needsConnection: here.needsConnection,
    settings: missingSettings(deps, target.requirement, here.grant),
    signer: target.signer,
    isUncompared: deps.rules.requirementsFrom === 'catalog',
  }
}

/** Why a second person is needed, and for which request. The rule is that of the grant here: a block never waits. */
async function askingFor(
  deps: Deps,
  actor: Actor,
  plan: MovePlan,
  { reason, reference, planId }: Pick<MoveOptions, 'reason' | 'reference' | 'planId'>,
) {
  const { permissions } = plan.target.requirement
  const tenantIds = tenantsOfMove(plan)
  const act = { kind: 'move', by: actor, tenantIds, permissions } as const
  const rule = await findApprovalRule(deps, deps.database.db, act)
  const isApprover = tenantIds.every((id) => may(actor, 'approver', id))
  const why = rule ?? (isApprover ? undefined : ({ why: 'role' } as const))
  if (!why) return {}
  const order: Order = { kind: 'move', setId: plan.set.id, tenantIds }
  const typed = {
    ...(reason && { reason }),
    ...(reference && { reference }),
    ...(planId && { plan: planId }),
  }
  return { asking: await askingOf(deps, actor, { order, rule: why, typed }) }
}

/** What the person does next instead. */
function waysOn({ set, sources, here }: MovePlan, code: string): ButtonCall[] {
  const [source] = sources
  if (!source || code === 'MOVE_OUT_OF_REACH') return []
  const there = { tenantId: source.tenant.id, setId: source.set.id }
  const show: ButtonCall = {
    button: 'openTenant',
    input: { tenantId: there.tenantId },
    title: words.showTenant,
  }
  if (code === 'MOVE_BLOCKED_HERE') return [{ button: 'block', input: there }, show]
  const { consent } = source.grant.memory
  if (code === 'MOVE_UNDER_WAY' && consent)
    return [{ button: 'showConsent', input: { consentId: consent.consentId } }, show]
  return [{ button: 'details', input: { tenantId: here.tenant.id, setId: set.id } }]
}
