import { countLiveAlerts, listAllLiveAlerts } from '#domain/alerts/alerts-store.ts'
import type { Quiet } from '#domain/alerts/quiet-hours.ts'
import { placeKeyOf } from '#domain/alerts/subscription.ts'
import { findPlaceRules, listSubscriptions } from '#domain/alerts/subscriptions-store.ts'
import type { Deps } from '#domain/deps.ts'
import { isInScope, scopeOf } from '#domain/people/scope.ts'
import { findTenant } from '#domain/tenants/tenants-store.ts'
import type { AlertData } from '../../../cards/alert-data.ts'
import { type AlertsHereData, alertsHereCard, type SubscriptionRow } from '../../../cards/alerts-here.ts'
import type { Card } from '../../../cards/render.ts'
import { alertData } from './alert-view.ts'
import { setRef, tenantRef } from './refs.ts'
import type { Viewer } from './tenant-view.ts'

const shownAlerts = 5

/** The alert subscriptions of a conversation, and its open alerts. */
export async function showAlertsHere(
  deps: Deps,
  { actor, turn }: Viewer,
  done?: AlertsHereData['done'],
): Promise<Card> {
  const { db } = deps.database
  const address = placeKeyOf(turn, actor)
  const rules = await findPlaceRules(db, address)
  const scope = scopeOf(actor, 'viewer')
  const subscriptions: SubscriptionRow[] = []
  for (const { tenantId, setId, severity } of await listSubscriptions(db, address)) {
    if (tenantId && !isInScope(scope, tenantId)) continue
    const tenant = tenantId ? await findTenant(db, tenantId) : undefined
    const set = deps.catalog.sets.find(({ id }) => id === setId)
    subscriptions.push({
      severity,
      ...(tenantId && { tenant: tenant ? tenantRef(tenant) : { id: tenantId, name: tenantId, domain: '' } }),
      ...(setId && { set: set ? setRef(set) : { id: setId, name: setId } }),
    })
  }
  const alerts: AlertData[] = []
  for (const alert of await listAllLiveAlerts(db, shownAlerts, scope))
    alerts.push(await alertData(deps, alert))
  return alertsHereCard({
    now: deps.clock(),
    place: turn.conversationKind,
    subscriptions,
    ...(rules?.quiet && { quiet: quietText(rules.quiet) }),
    alerts,
    live: await countLiveAlerts(db, scope),
    ...(done && { done }),
  })
}

const quietText = ({ from, to, timeZone }: Quiet) => ({ from: clock(from), to: clock(to), zone: timeZone })

const clock = (minute: number): string =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':')
