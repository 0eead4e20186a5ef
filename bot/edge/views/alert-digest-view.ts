import { listAlertsOfDigest } from '#domain/alerts/alerts-store.ts'
import { findDigest } from '#domain/alerts/deliveries-store.ts'
import type { Deps } from '#domain/deps.ts'
import type { RoleReading } from '#domain/people/role-reading.ts'
import { UserError } from '#platform/base/errors.ts'
import type { Address } from '#platform/outbox/address.ts'
import type { AlertData } from '../../../cards/alert-data.ts'
import { alertDigestCard } from '../../../cards/alert-digest.ts'
import type { Card } from '../../../cards/render.ts'
import { alertData, readerAt, sees } from './alert-view.ts'
import type { Viewer } from './tenant-view.ts'

/** The digest for the person who asked, or for everyone in the conversation. @throws UserError ALERT_UNKNOWN */
export async function showDigest(
  deps: Deps,
  { actor, turn }: Viewer,
  { digestId, page }: { digestId: number; page?: number },
): Promise<Card> {
  const reading = turn.conversationKind === 'personal' ? actor : undefined
  return renderDigest(deps, { digestId, reading, page })
}

export async function showFollowedDigest(deps: Deps, digestId: number, address: Address): Promise<Card> {
  return renderDigest(deps, { digestId, reading: await readerAt(deps, address) })
}

async function renderDigest(
  deps: Deps,
  { digestId, reading, page }: { digestId: number; reading: RoleReading | undefined; page?: number },
): Promise<Card> {
  const { db } = deps.database
  const digest = await findDigest(db, digestId)
  if (!digest) throw new UserError('ALERT_UNKNOWN')
  const alerts: AlertData[] = []
  let mayAct = false
  for (const alert of await listAlertsOfDigest(db, digestId)) {
    if (!sees(reading, 'viewer', alert.tenantId)) continue
    mayAct ||= sees(reading, 'operator', alert.tenantId)
    alerts.push(await alertData(deps, alert))
  }
  return alertDigestCard({
    now: deps.clock(),
    digestId,
    openedAt: digest.openedAt,
    alerts,
    mayAct,
    ...(page !== undefined && { page }),
  })
}
