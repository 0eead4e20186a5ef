import { consentPlanCard } from '../../cards/consent-plan.ts'
import type { Notice } from '../../cards/notice.ts'
import type { Card } from '../../cards/render.ts'
import { permissionKey } from '../catalog/permission-set.ts'
import { planGrant } from '../consent/plan-grant.ts'
import type { Deps } from '../deps.ts'
import type { Scope } from '../people/role-reading.ts'
import { appRefs, permissionRef, setRef, tenantRef } from './refs.ts'

/** What granting a set would do, before anything is done. @throws UserError as `planGrant` */
export async function showPlan(
  deps: Deps,
  {
    setId,
    tenantIds,
    scope,
    notice,
  }: { setId: string; tenantIds: readonly string[]; scope: Scope; notice?: Notice },
): Promise<Card> {
  const plan = await planGrant(deps, deps.database.db, { setId, tenantIds, namesOf: scope })
  const added = new Map(plan.tenants.flatMap(({ adds }) => adds).map((each) => [permissionKey(each), each]))
  return consentPlanCard({
    now: deps.clock(),
    set: setRef(plan.set),
    apps: appRefs(deps.catalog, plan.set),
    kind: plan.kind,
    permissions: [...added.values()].map(permissionRef),
    tenants: plan.tenants.map(({ tenant, adds, keeps, needsConnection, refusal }) => ({
      tenant: tenantRef(tenant),
      adds: adds.map(({ value }) => value),
      keeps,
      needsConnection,
      refusal,
    })),
    v: plan.version,
    signer: plan.signer,
    canStart: plan.tenants.some(({ refusal }) => !refusal),
    settings: plan.set.settings.map(({ name }) => name),
    notice,
  })
}
