import { permissionKey } from '#domain/catalog/permission-set.ts'
import { planGrant } from '#domain/consent/plan-grant.ts'
import type { GrantPlan, TenantPlan } from '#domain/consent/planned-grant.ts'
import type { Deps } from '#domain/deps.ts'
import { permissionsAtStake } from '#domain/grants/grant-order.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { type ApprovalRule, findApprovalRule } from '#domain/people/second-person.ts'
import { consentPlanCard } from '../../../cards/consent-plan.ts'
import type { Notice } from '../../../cards/notice.ts'
import type { PlanTenant } from '../../../cards/plan-rows.ts'
import type { Card } from '../../../cards/render.ts'
import type { Actor } from '../teams/actions/actor.ts'
import { askingOf } from './asking-view.ts'
import { missingSettings } from './missing-settings.ts'
import { appRefs, permissionRefs, setRef, tenantRef } from './refs.ts'
import { describeAct } from './refused-act-view.ts'

interface PlanOptions {
  actor: Actor
  setId: string
  tenantIds: readonly string[]
  /** Default: the first one. */
  page?: number
  /** The reason that was typed so far. */
  reason?: string
  reference?: string
  /** ISO 8601, of a grant for a time. */
  until?: string | undefined
  /** The "what if" plan that is asked for. */
  planId?: string | undefined
  notice?: Notice
}

/** The effect of granting a set, with the request form if it needs approval. @throws UserError as `planGrant` */
export async function showPlan(deps: Deps, given: PlanOptions): Promise<Card> {
  const { actor, setId, tenantIds, reason, reference, until, planId, notice, page = 1 } = given
  const typed = {
    ...(reason && { reason }),
    ...(reference && { reference }),
    ...(planId && { plan: planId }),
  }
  const plan = await planGrant(deps, deps.database.db, {
    setId,
    tenantIds,
    namesOf: scopeOf(actor, 'viewer'),
    until: until === undefined ? undefined : new Date(until),
  })
  const added = new Map(plan.tenants.flatMap(({ adds }) => adds).map((each) => [permissionKey(each), each]))
  const rule = await ruleOf(deps, actor, plan)
  const able = plan.tenants.filter(({ refusal }) => !refusal)
  const end = until !== undefined && { until }
  const order = { kind: 'grant', setId, tenantIds: able.map(({ tenant }) => tenant.id), ...end } as const
  return consentPlanCard({
    now: deps.clock(),
    set: setRef(plan.set),
    apps: appRefs(deps.catalog, plan.set),
    kind: plan.kind,
    permissions: permissionRefs([...added.values()], deps.clock()),
    tenants: plan.tenants.map((each) => planTenant(deps, plan, each)),
    page,
    v: plan.version,
    ...(plan.until && { until: plan.until }),
    signer: plan.signer,
    canStart: able.length > 0,
    isUncompared: deps.rules.requirementsFrom === 'catalog',
    ...(plan.registration && { registration: plan.registration }),
    isAccountUnread: !actor.isAccountRead,
    ...(able.length === 0 && {
      act: await describeAct(deps, { actor, verb: 'grant.plan' }, { setId, tenantIds: [...tenantIds] }),
    }),
    ...(rule && able.length > 0 && { asking: await askingOf(deps, actor, { order, rule, typed }) }),
    notice,
  })
}

function planTenant(deps: Pick<Deps, 'clock'>, { requirement }: GrantPlan, each: TenantPlan): PlanTenant {
  const { tenant, grant, adds, keeps, needsConnection, refusal, hasLink, apis } = each
  return {
    tenant: tenantRef(tenant),
    adds: adds.map(({ value }) => value),
    keeps,
    needsConnection,
    ...(refusal && { refusal }),
    hasLink,
    settings: missingSettings(deps, requirement, grant),
    apis,
  }
}

async function ruleOf(deps: Deps, actor: Actor, plan: GrantPlan): Promise<ApprovalRule | undefined> {
  const { db } = deps.database
  const tenantIds = plan.tenants.map(({ tenant }) => tenant.id)
  const act = { kind: 'grant', setId: plan.set.id, tenantIds } as const
  const permissions = await permissionsAtStake(deps, db, { ...act, until: plan.until })
  return findApprovalRule(deps, db, { ...act, by: actor, permissions })
}
