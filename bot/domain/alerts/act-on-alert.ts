import { assertEndDay } from '#platform/base/end-day.ts'
import { UserError } from '#platform/base/errors.ts'
import { type Person, plainPerson } from '#platform/base/person.ts'
import { hours, later } from '#platform/base/time.ts'
import type { Commit } from '#platform/jobs/jobs.ts'
import type { Tx } from '#platform/storage/database.ts'
import { assertReason } from '#platform/text/reason.ts'
import { readReference } from '../audit/ticket-reference.ts'
import type { Deps } from '../deps.ts'
import { assertMay } from '../people/assert-may.ts'
import type { RoleReading } from '../people/role-reading.ts'
import { isInScope, scopeOf } from '../people/scope.ts'
import { enqueue, type Queues } from '../queues.ts'
import type { Alert } from './alert.ts'
import { findAlert, getAlert, listAlertsOfDigest } from './alerts-store.ts'
import { noteAct } from './note-act.ts'
import { postEvent, refreshAlert } from './post-event.ts'
import { nextTime } from './quiet-hours.ts'
import { type AlertNeeds, enqueueRoute, write } from './write-alert.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'jobs'>

interface Order {
  alertId: number
  /** Version on the card the person saw. */
  version: number
  by: ActingPerson
}

/** A person with the roles they have now. */
type ActingPerson = Person & RoleReading

export const snoozes = ['fourHours', 'tomorrow', 'week'] as const
/** A quick choice, or an end. */
type Snooze = (typeof snoozes)[number] | { until: Date }

/** Longer would be forgetting: what is to be accepted for longer is an exception. */
export const mostSnoozeDays: Readonly<Record<Alert['severity'], number>> = {
  critical: 7,
  warning: 30,
  info: 30,
}

/** Acknowledges all open alerts of a digest that are in the person's scope. */
export async function acknowledgeDigest(
  deps: Needs,
  { digestId, by }: { digestId: number; by: ActingPerson },
): Promise<void> {
  await deps.database.transaction(async (tx) => {
    const scope = scopeOf(by, 'operator')
    for (const alert of await listAlertsOfDigest(tx, digestId)) {
      const inScope = isInScope(scope, alert.tenantId ?? '')
      if (alert.state === 'open' && inScope) await acknowledge(deps, tx, alert, by)
    }
  })
}

/** @throws UserError ALERT_UNKNOWN, CARD_OUTDATED, and as `assertMay` */
export async function acknowledgeAlert(deps: Needs, order: Order): Promise<void> {
  await deps.database.transaction(async (tx) => {
    const known = await getLive(tx, order)
    if (known.state === 'acknowledged') throw new UserError('CARD_OUTDATED')
    await acknowledge(deps, tx, known, order.by)
  })
}

async function acknowledge(deps: AlertNeeds, tx: Tx, known: Alert, by: Person): Promise<void> {
  const { snoozedUntil: _, ...rest } = known
  const marks = { ...known.marks, acknowledged: { by: plainPerson(by), at: deps.clock() } }
  const alert = await write(tx, { ...rest, state: 'acknowledged', marks })
  await deps.jobs.cancel(tx, 'alerts.wake', String(alert.id))
  if (known.state === 'snoozed') await enqueueRoute(deps, tx, alert)
  await noteAct(deps, tx, alert, { action: 'alert.acknowledge', by })
  await postEvent(deps, tx, alert, { kind: 'acknowledged', by: plainPerson(by) })
  await refreshAlert(deps, tx, alert)
}

/**
 * Snoozes an alert; it reopens by itself unless resolved by then.
 * @throws UserError REASON_TOO_SHORT, DATE_PAST, DATE_TOO_LATE with `days`, and as {@link acknowledgeAlert}
 */
export async function snoozeAlert(
  deps: Needs,
  order: Order & { snooze: Snooze; timeZone: string; reason: string },
): Promise<void> {
  const { alertId, snooze, timeZone } = order
  const reason = assertReason(order.reason)
  await deps.database.transaction(async (tx) => {
    const known = await getLive(tx, order)
    const at = deps.clock()
    const snoozedUntil = endOf(snooze, at, timeZone)
    assertEndDay(snoozedUntil, { now: at, days: mostSnoozeDays[known.severity] })
    const by = plainPerson(order.by)
    const marks = { ...known.marks, snoozed: { by, at, reason } }
    const alert = await write(tx, { ...known, state: 'snoozed', snoozedUntil, marks })
    const job = { key: String(alertId), data: { alertId }, runAt: snoozedUntil }
    await enqueue(deps.jobs, tx, { queue: 'alerts.wake', ...job })
    await noteAct(deps, tx, alert, { action: 'alert.snooze', by, reason })
    await postEvent(deps, tx, alert, { kind: 'snoozed', by })
    await refreshAlert(deps, tx, alert)
  })
}

/**
 * Sets, changes, or removes the ticket or case number of an alert, also of a resolved one: that is when many are closed.
 * @throws UserError REFERENCE_INVALID, ALERT_UNKNOWN, CARD_OUTDATED, and as `assertMay`
 */
export async function setAlertReference(
  deps: Needs,
  { alertId, version, by, text }: Order & { text: string },
): Promise<void> {
  const reference = readReference(text)
  await deps.database.transaction(async (tx) => {
    const { reference: before, ...known } = await getSeen(tx, { alertId, version, by })
    if (before === reference) return
    const alert = await write(tx, { ...known, ...(reference !== undefined && { reference }) })
    const was = before === undefined ? {} : { before }
    await noteAct(deps, tx, alert, { action: 'alert.reference', by, detail: was })
    await refreshAlert(deps, tx, alert)
  })
}

/** When a snooze ends. `tomorrow` is 8:00 of the next day in the time zone of the conversation. */
function endOf(snooze: Snooze, now: Date, timeZone: string): Date {
  if (typeof snooze === 'object') return snooze.until
  if (snooze === 'fourHours') return later(now, hours(4))
  if (snooze === 'week') return later(now, hours(7 * 24))
  return nextTime(nextTime(now, 0, timeZone), 8 * 60, timeZone)
}

/** Reopens an alert when its snooze ends. */
export async function wakeAlert(deps: AlertNeeds, { alertId }: Queues['alerts.wake']): Promise<Commit> {
  return async (tx) => {
    const known = await findAlert(tx, alertId)
    if (known?.state !== 'snoozed' || !known.snoozedUntil || known.snoozedUntil > deps.clock()) return
    const { snoozedUntil: _, ...rest } = known
    const alert = await write(tx, { ...rest, state: 'open' })
    await noteAct(deps, tx, alert, { action: 'alert.reopen', reason: 'snoozeOver' })
    await postEvent(deps, tx, alert, { kind: 'woken' })
    await refreshAlert(deps, tx, alert)
    await enqueueRoute(deps, tx, alert)
  }
}

/** Refuses an alert that is resolved, is accepted, or has changed since the card was drawn. */
async function getLive(tx: Tx, order: Order): Promise<Alert> {
  const alert = await getSeen(tx, order)
  if (alert.state === 'resolved' || alert.state === 'accepted') throw new UserError('CARD_OUTDATED')
  return alert
}

/** Refuses an alert that has changed since the card was drawn. */
async function getSeen(tx: Tx, { alertId, version, by }: Order): Promise<Alert> {
  const alert = await getAlert(tx, alertId)
  assertMay(by, 'operator', alert.tenantId ? [alert.tenantId] : 'all')
  if (alert.version !== version) throw new UserError('CARD_OUTDATED')
  return alert
}
