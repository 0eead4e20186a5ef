import type { Alert } from '#domain/alerts/alert.ts'
import { listAlertsOfDigest } from '#domain/alerts/alerts-store.ts'
import { readReach } from '#domain/alerts/conversation-reach.ts'
import { findDigest } from '#domain/alerts/digests-store.ts'
import { placeKeyOf } from '#domain/alerts/subscription.ts'
import { isWaitedFor } from '#domain/campaigns/members-store.ts'
import type { Deps } from '#domain/deps.ts'
import { readReader } from '#domain/people/read-reader.ts'
import type { Scope } from '#domain/people/role-reading.ts'
import { isInScope, scopeOf } from '#domain/people/scope.ts'
import { UserError } from '#platform/base/errors.ts'
import { type Address, addressKey } from '#platform/outbox/address.ts'
import type { Db } from '#platform/storage/database.ts'
import type { AlertData } from '../../../cards/alert-data.ts'
import { alertDigestCard } from '../../../cards/alert-digest.ts'
import type { Card } from '../../../cards/render.ts'
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
export async function showDigest(
  deps: Deps,
  viewer: Viewer,
  { digestId, page }: { digestId: number; page?: number },
): Promise<Card> {
  await assertDigestHere(deps, viewer, digestId)
  const [scope, acting] = [scopeOf(viewer.actor, 'viewer'), scopeOf(viewer.actor, 'operator')]
  return renderDigest(deps, { digestId, page, scope, acting })
}

/** The digest after a click on it. @throws UserError ALERT_UNKNOWN */
export async function answerWithDigest(deps: Deps, viewer: Viewer, digestId: number): Promise<Answer> {
  const { scope, answer } = await readAudience(deps, viewer)
  return answer(await renderDigest(deps, { digestId, scope, acting: scopeOf(viewer.actor, 'operator') }))
}

/**
 * A digest gathers the alerts of one conversation. To people with a limited role, those of other conversations don't exist:
 * that there is one tells how much happened in the tenants of others. @throws UserError ALERT_UNKNOWN
 */
export async function assertDigestHere(
  deps: Pick<Deps, 'database'>,
  { actor, turn }: Viewer,
  digestId: number,
): Promise<void> {
  if (scopeOf(actor, 'viewer') === 'all') return
  const digest = await findDigest(deps.database.db, digestId)
  const places = [placeKeyOf(turn, actor), addressKey({ person: actor })]
  if (!digest || !places.includes(digest.address)) throw new UserError('ALERT_UNKNOWN')
}

/** The digest where it was posted, with the alerts that may be shown there. @throws UserError ALERT_UNKNOWN */
export async function showFollowedDigest(deps: Deps, digestId: number, address: Address): Promise<Card> {
  const scope = await readReach(deps, address)
  const acting = 'person' in address ? scopeOf(await readReader(deps, address.person), 'operator') : 'all'
  return renderDigest(deps, { digestId, scope, acting })
}

/** The card of a campaign asks for the new permissions in all its tenants. */
const isCovered = async (db: Db, { condition, tenantId, setId }: Alert): Promise<boolean> =>
  condition === 'permissionsNew' && (await isWaitedFor(db, { tenantId: tenantId ?? '', setId: setId ?? '' }))

async function renderDigest(deps: Deps, { digestId, scope, acting, page }: Shown): Promise<Card> {
  const { db } = deps.database
  const digest = await findDigest(db, digestId)
  if (!digest) throw new UserError('ALERT_UNKNOWN')
  const alerts: AlertData[] = []
  const mayGrantIn = new Set<string>()
  let mayAct = false
  const all = await listAlertsOfDigest(db, digestId)
  for (const alert of all) {
    const { tenantId = '' } = alert
    if (!isInScope(scope, tenantId)) continue
    if (await isCovered(db, alert)) continue
    mayAct ||= isInScope(acting, tenantId)
    if (tenantId !== '' && isInScope(acting, tenantId)) mayGrantIn.add(tenantId)
    alerts.push(await alertData(deps, alert))
  }
  return alertDigestCard({
    now: deps.clock(),
    digestId,
    openedAt: digest.openedAt,
    alerts,
    mayAct,
    mayGrantIn: [...mayGrantIn],
    ...(page !== undefined && { page }),
  })
}
