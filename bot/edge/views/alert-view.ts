import { mostSnoozeDays } from '#domain/alerts/act-on-alert.ts'
import type { Alert } from '#domain/alerts/alert.ts'
import { findEvent } from '#domain/alerts/alert-events-store.ts'
import { getAlert } from '#domain/alerts/alerts-store.ts'
import { readReach } from '#domain/alerts/conversation-reach.ts'
import { findPlaceRules } from '#domain/alerts/subscriptions-store.ts'
import { permissionKey, type Requirement } from '#domain/catalog/permission-set.ts'
import type { Deps } from '#domain/deps.ts'
import { findGrant } from '#domain/grants/grants-store.ts'
import { readReader } from '#domain/people/read-reader.ts'
import type { Role } from '#domain/people/role.ts'
import { isInScope, scopeOf } from '#domain/people/scope.ts'
import { getRequirement, getSet } from '#domain/requirements/current-requirements.ts'
import { isAcceptable } from '#domain/status/acceptable.ts'
import { UserError } from '#platform/base/errors.ts'
import { isOutcomeName, makeOutcome } from '#platform/microsoft/outcomes.ts'
import { type Address, addressKey } from '#platform/outbox/address.ts'
import { alertCard } from '../../../cards/alert.ts'
import type { AlertCardData, AlertData, AlertRights } from '../../../cards/alert-data.ts'
import { alertEventCard } from '../../../cards/alert-event.ts'
import type { Card } from '../../../cards/render.ts'
import { may } from '../teams/actions/actor.ts'
import { readAlertOwner } from './alert-owner-view.ts'
import { entraLinkOf } from './entra-link.ts'
import { noRequirement } from './no-requirement.ts'
import { appRefs, coachedFinding, outcomeRef, setRef } from './refs.ts'
import { readTenantRef } from './tenant-ref.ts'
import type { Viewer } from './tenant-view.ts'

/** What a click on an alert adds to its card. */
type Shown = Pick<AlertCardData, 'outdated' | 'notice' | 'typed'>

/** One alert for the person who asked, or for everyone in the conversation. @throws UserError ALERT_UNKNOWN, SET_UNKNOWN */
export async function showAlert(
  deps: Deps,
  { actor, turn }: Viewer,
  { alertId, ...shown }: { alertId: number } & Shown,
): Promise<Card> {
  const { tenantId = '' } = await getAlert(deps.database.db, alertId)
  if (!may(actor, 'viewer', tenantId)) throw new UserError('ALERT_UNKNOWN', { number: alertId })
  const shared = turn.conversationKind !== 'personal'
  const rights = {
    act: shared || may(actor, 'operator', tenantId),
    fix: shared || may(actor, 'approver', tenantId),
  }
  const address = shared ? { conversationId: turn.conversationId } : { person: actor }
  return renderAlert(deps, alertId, { rights, address, shown })
}

/** The card of an alert where it was posted. @throws UserError if it may no longer be shown there */
export async function showFollowedAlert(deps: Deps, alertId: number, address: Address): Promise<Card> {
  const { tenantId = '' } = await getAlert(deps.database.db, alertId)
  if (!isInScope(await readReach(deps, address), tenantId))
    throw new UserError('ALERT_UNKNOWN', { number: alertId })
  // In a shared conversation every click is checked.
  const reading = 'person' in address ? await readReader(deps, address.person) : undefined
  const mayThere = (role: Role) => reading === undefined || isInScope(scopeOf(reading, role), tenantId)
  const rights = { act: mayThere('operator'), fix: mayThere('approver') }
  return renderAlert(deps, alertId, { rights, address })
}

async function renderAlert(
  deps: Deps,
  alertId: number,
  { rights, address, shown }: { rights: AlertRights; address: Address; shown?: Shown },
): Promise<Card> {
  const { db } = deps.database
  const alert = await getAlert(db, alertId)
  const known = await alertData(deps, alert)
  const { tenantId, setId, detail } = alert
  const requirement = setId ? await getRequirement(deps, db, setId) : undefined
  const grant = tenantId && setId ? await findGrant(db, tenantId, setId) : undefined
  const data: AlertCardData = {
    ...known,
    losses: lossesOf(alert, requirement),
    apps: setId ? appRefs(deps.catalog, getSet(deps, setId)) : [],
    entraUrl: requirement && entraLinkOf(deps.rules, requirement.clientId, grant, detail.findings ?? []),
    rights,
    ...(await readAlertOwner(deps, alert, address)),
    snoozeDays: mostSnoozeDays[alert.severity],
    canAccept: (detail.findings ?? []).some(isAcceptable),
    ...shown,
  }
  return alertCard(data)
}

/** The alert with names instead of IDs. A removed tenant keeps its name. */
export async function alertData(deps: Deps, alert: Alert): Promise<AlertData> {
  const { db } = deps.database
  const { id, version, condition, severity, state, openedAt, resolvedAt, snoozedUntil, changedBy } = alert
  const requirement = alert.setId ? await getRequirement(deps, db, alert.setId) : undefined
  const { acknowledged, snoozed, accepted, ended } = alert.marks
  return {
    now: deps.clock(),
    ...{ id, version, condition, severity, state, openedAt, resolvedAt, snoozedUntil, changedBy },
    ...{ acknowledged, snoozed, accepted, ended },
    ...(alert.reference !== undefined && { reference: alert.reference }),
    ...(alert.tenantId && { tenant: await readTenantRef(deps, alert.tenantId) }),
    ...(alert.setId && { set: setRef(getSet(deps, alert.setId)) }),
    findings: (alert.detail.findings ?? []).map((finding) =>
      coachedFinding(finding, requirement ?? noRequirement),
    ),
    facts: alert.detail.facts ?? {},
    ...outcomeOf(alert),
  }
}

/** The outcome that an operator alarm is about; a name of another version has no words. */
function outcomeOf({ detail: { facts = {} } }: Alert) {
  const { outcome: name, code } = facts
  if (name === undefined || !isOutcomeName(name)) return {}
  return { outcome: outcomeRef(makeOutcome('login', name, { code })) }
}

/** What the apps can't do without the removed permissions. */
function lossesOf({ condition, detail }: Alert, requirement: Requirement | undefined): string[] {
  if (condition !== 'permissionsRemoved' && condition !== 'appRemoved') return []
  const gone = new Set(detail.findings?.flatMap(({ permissions = [] }) => permissions))
  const lost = requirement?.permissions.filter((permission) => gone.has(permissionKey(permission))) ?? []
  const worstFirst = lost.toSorted((a, b) => a.tier - b.tier)
  return [...new Set(worstFirst.map(({ without }) => without))].filter((without) => without !== '')
}

/** One line about a change of an alert, below its card or, outside of channels, with a button that shows it. */
export async function showAlertEvent(deps: Deps, eventId: number, address: Address): Promise<Card> {
  const event = await findEvent(deps.database.db, eventId)
  if (!event) throw new UserError('ALERT_UNKNOWN')
  const alert = await getAlert(deps.database.db, event.alertId)
  if (!isInScope(await readReach(deps, address), alert.tenantId ?? '')) throw new UserError('ALERT_UNKNOWN')
  const { at, kind, by } = event
  const place = addressKey(address).split(';messageid=', 1)[0] ?? ''
  const rules = await findPlaceRules(deps.database.db, place)
  return alertEventCard({
    now: deps.clock(),
    at,
    kind,
    ...(by && { by }),
    alert: await alertData(deps, alert),
    withButton: rules?.kind !== 'channel',
  })
}
