import type { Scope } from '../people/role-reading.ts'
import { covers, isInScope } from '../people/scope.ts'
import { type Request, type RequestSnapshot, tenantsOfOrder } from './request.ts'

/** The request with only those of its tenants that are in the scope; undefined if none is. */
export function narrowRequest(request: Request, scope: Scope): Request | undefined {
  if (covers(scope, tenantsOfOrder(request))) return request
  const has = (tenantId: string): boolean => isInScope(scope, tenantId)
  const tenantIds = request.tenantIds.filter(has)
  if (tenantIds.length === 0) return undefined
  const only = (snapshot: RequestSnapshot): RequestSnapshot => ({
    ...snapshot,
    tenants: snapshot.tenants.filter(({ id }) => has(id)),
  })
  const { decision, outcome } = request
  const basis = decision?.basis && only(decision.basis)
  return {
    ...request,
    tenantIds,
    snapshot: only(request.snapshot),
    ...(decision && { decision: { ...decision, ...(basis && { basis }) } }),
    ...(outcome && {
      outcome: {
        ...outcome,
        done: outcome.done.filter(has),
        refused: outcome.refused.filter(({ tenantId }) => has(tenantId)),
      },
    }),
  }
}
