import { countLiveAlerts, listAllLiveAlerts } from '#domain/alerts/alerts-store.ts'
import { readReach } from '#domain/alerts/conversation-reach.ts'
import type { Quiet } from '#domain/alerts/quiet-hours.ts'
import { type PlaceKind, placeKeyOf } from '#domain/alerts/subscription.ts'
import { findPlaceRules, listSubscriptions } from '#domain/alerts/subscriptions-store.ts'
import { readMissed } from '#domain/alerts/tell-subscribers.ts'
import type { Deps } from '#domain/deps.ts'
import type { Scope } from '#domain/people/role-reading.ts'
import { isInScope, scopeOf } from '#domain/people/scope.ts'
import { type Address, addressKey } from '#platform/outbox/address.ts'
import type { AlertData } from '../../../cards/alert-data.ts'
import { type AlertsHereData, alertsHereCard, type SubscriptionRow } from '../../../cards/alerts-here.ts'
import type { Card } from '../../../cards/render.ts'
import { alertData } from './alert-view.ts'
import { setRef } from './refs.ts'
import { readTenantRef } from './tenant-ref.ts'
import type { Viewer } from './tenant-view.ts'

const shownAlerts = 5

/** The alert subscriptions of a conversation, and its open alerts, as far as the person can see them. */
export const showAlertsHere = (
  deps: Deps,
  { actor, turn }: Viewer,
  done?: AlertsHereData['done'],
): Promise<Card> => {
  const place = { address: placeKeyOf(turn, actor), kind: turn.conversationKind }
  return renderAlertsHere(deps, { ...place, scope: scopeOf(actor, 'viewer'), ...(done && { done }) })
}

/** Says in a conversation that its subscriptions were cut, and what is left of them. */
export async function showAlertsNarrowed(deps: Deps, address: Address): Promise<Card> {
  const key = addressKey(address)
  const rules = await findPlaceRules(deps.database.db, key)
  const kind = rules?.kind ?? ('person' in address ? 'personal' : 'channel')
  const scope = await readReach(deps, address)
  return renderAlertsHere(deps, { address: key, kind, scope, done: 'narrowed' })
}

/** Says to a person that alerts that they turned on elsewhere don't arrive there; the open ones stand below. */
export async function showAlertsMissed(deps: Deps, id: string, address: Address): Promise<Card> {
  const { why, address: missed } = readMissed(id)
  const rules = await findPlaceRules(deps.database.db, missed)
  const scope = await readReach(deps, address)
  return renderAlertsHere(deps, {
    address: addressKey(address),
    kind: 'personal',
    scope,
    missed: { why, place: rules?.kind ?? 'channel', placeId: missed },
  })
}

async function renderAlertsHere(
  deps: Deps,
  given: { address: string; kind: PlaceKind; scope: Scope } & Pick<AlertsHereData, 'done' | 'missed'>,
): Promise<Card> {
  const { db } = deps.database
  const { address, kind, scope, done, missed } = given
  const rules = await findPlaceRules(db, address)
  const alerts: AlertData[] = []
  for (const alert of await listAllLiveAlerts(db, shownAlerts, scope))
    alerts.push(await alertData(deps, alert))
  return alertsHereCard({
    now: deps.clock(),
    place: kind,
    subscriptions: await subscriptionRows(deps, address, scope),
    ...(rules?.quiet && { quiet: quietText(rules.quiet) }),
    alerts,
    live: await countLiveAlerts(db, scope),
    ...(done && { done }),
    ...(missed && { missed }),
  })
}

async function subscriptionRows(deps: Deps, address: string, scope: Scope): Promise<SubscriptionRow[]> {
  const { db } = deps.database
  const rows: SubscriptionRow[] = []
  for (const { tenantId, setId, severity } of await listSubscriptions(db, address)) {
    if (tenantId && !isInScope(scope, tenantId)) continue
    const set = deps.catalog.sets.find(({ id }) => id === setId)
    rows.push({
      severity,
      ...(tenantId && { tenant: await readTenantRef(deps, tenantId) }),
      ...(setId && { set: set ? setRef(set) : { id: setId, name: setId } }),
    })
  }
  return rows
}

const quietText = ({ from, to, timeZone }: Quiet) => ({ from: clock(from), to: clock(to), zone: timeZone })

const clock = (minute: number): string =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':')
