import type { Deps } from '#domain/deps.ts'
import { findGrant } from '#domain/grants/grants-store.ts'
import type { Role } from '#domain/people/role.ts'
import { covers, isInScope, scopeOf } from '#domain/people/scope.ts'
import { standingBlock } from '#domain/status/closure.ts'
import type { RefusedAct } from '../../../cards/refused-act.ts'
import { type Actor, may } from '../teams/actions/actor.ts'
import { type RefusedSubject, requestOfVerb } from './refused-subject.ts'

/** What an act is about, as far as the person may see it, and what they may do there. */
export async function describeAct(
  deps: Pick<Deps, 'database'>,
  { actor, verb }: { actor: Actor; verb: string },
  subject: RefusedSubject,
): Promise<RefusedAct> {
  const { setId, requestId, consentId, until } = subject
  const seen = scopeOf(actor, 'viewer')
  const tenantIds = subject.tenantIds.every((id) => isInScope(seen, id)) ? subject.tenantIds : []
  const kind = subject.kind ?? requestOfVerb[verb]
  const mayThere = (role: Role) =>
    tenantIds.length === 0 ? may(actor, role) : covers(scopeOf(actor, role), tenantIds)
  const [only = '', ...others] = tenantIds
  const grant = setId && others.length === 0 ? await findGrant(deps.database.db, only, setId) : undefined
  return {
    rights: {
      view: may(actor, 'viewer'),
      act: mayThere('operator'),
      decide: mayThere('approver'),
    },
    tenantIds,
    ...(setId && { setId }),
    ...(requestId && { requestId }),
    ...(consentId && { consentId }),
    ...(kind && { kind }),
    ...(until && { until }),
    ...(grant && standingBlock(grant.memory) && { isBlocked: true }),
  }
}
