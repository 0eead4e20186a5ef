import { listAlertsOfDigest } from '#domain/alerts/alerts-store.ts'
import { readReach } from '#domain/alerts/conversation-reach.ts'
import { findDigest } from '#domain/alerts/deliveries-store.ts'
import type { Deps } from '#domain/deps.ts'
import { readReader } from '#domain/people/read-reader.ts'
import type { Scope } from '#domain/people/role-reading.ts'
import { isInScope, scopeOf } from '#domain/people/scope.ts'
import { UserError } from '#platform/base/errors.ts'
import type { Address } from '#platform/outbox/address.ts'
import type { AlertData } from '../../../cards/alert-data.ts'
import { alertDigestCard } from '../../../cards/alert-digest.ts'
import type { Card } from '../../../cards/render.ts'
import type { Actor } from '../teams/actions/actor.ts'
import type { Answer } from '../teams/actions/answer.ts'
import { alertData } from './alert-view.ts'
import { readAudience } from './shared-audience.ts'
import type { Viewer } from './tenant-view.ts'

interface Shown {
  digestId: number
  page?: number
  /** The tenants whose alerts are shown. */
  scope: Scope
  /** The tenants whose alerts can be acknowledged. */
  acting: Scope
}

/** The digest for the person who asked, with their alerts only. @throws UserError ALERT_UNKNOWN */
export function showDigest(
  deps: Deps,
  actor: Actor,
  { digestId, page }: { digestId: number; page?: number },
): Promise<Card> {
  const [scope, acting] = [scopeOf(actor, 'viewer'), scopeOf(actor, 'operator')]
  return renderDigest(deps, { digestId, page, scope, acting })
}

/** The digest after a click on it. @throws UserError ALERT_UNKNOWN */
export async function answerWithDigest(deps: Deps, viewer: Viewer, digestId: number): Promise<Answer> {
  const { scope, answer } = await readAudience(deps, viewer)
  return answer(await renderDigest(deps, { digestId, scope, acting: scopeOf(viewer.actor, 'operator') }))
}

/** The digest where it was posted, with the alerts that may be shown there. @throws UserError ALERT_UNKNOWN */
export async function showFollowedDigest(deps: Deps, digestId: number, address: Address): Promise<Card> {
  const scope = await readReach(deps, address)
  const acting = 'person' in address ? scopeOf(await readReader(deps, address.person), 'operator') : 'all'
  return renderDigest(deps, { digestId, scope, acting })
}

async function renderDigest(deps: Deps, { digestId, scope, acting, page }: Shown): Promise<Card> {
  const { db } = deps.database
  const digest = await findDigest(db, digestId)
  if (!digest) throw new UserError('ALERT_UNKNOWN')
  const alerts: AlertData[] = []
  let mayAct = false
  const all = await listAlertsOfDigest(db, digestId)
  for (const alert of all) {
    const { tenantId = '' } = alert
    if (!isInScope(scope, tenantId)) continue
    mayAct ||= isInScope(acting, tenantId)
    alerts.push(await alertData(deps, alert))
  }
  // To whom none of it may be shown, the digest doesn't exist.
  if (scope !== 'all' && alerts.length === 0) throw new UserError('ALERT_UNKNOWN')
  return alertDigestCard({
    now: deps.clock(),
    digestId,
    openedAt: digest.openedAt,
    alerts,
    mayAct,
    ...(page !== undefined && { page }),
  })
}
