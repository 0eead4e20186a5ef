import { UserError } from '#platform/base/errors.ts'
import { type Person, plainPerson } from '#platform/base/person.ts'
import { hours } from '#platform/base/time.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import { listOwnersOf } from '../owners/owners-store.ts'
import { enqueue, type Queues } from '../queues.ts'
import {
  type About,
  type AcceptedMark,
  type Alert,
  type AlertDetail,
  alertKey,
  type Because,
  canHaveChangedBy,
  type Severity,
  severityOf,
} from './alert.ts'
import { detailFromJson } from './alert-json.ts'
import { findAlertByKey, insertAlert, setChangedBy, updateAlert } from './alerts-store.ts'
import { noteAct } from './note-act.ts'
import { postEvent, refreshAlert } from './post-event.ts'

export type AlertNeeds = Pick<Deps, 'clock' | 'jobs'>

/** An alert that reopens within this time of being resolved posts no event. */
const flappingMs = hours(1)

type Current = Pick<Alert, 'detail' | 'severity'>

/** Opens an alert, reopens a resolved one of the same key under its number, or renews one that is still live. */
export async function openAlert(
  deps: AlertNeeds,
  tx: Tx,
  about: About,
  { detail, severity = severityOf[about.condition] }: { detail: AlertDetail; severity?: Severity },
): Promise<Alert> {
  const known = await findAlertByKey(tx, alertKey(about))
  if (known)
    return known.state === 'resolved'
      ? reopen(deps, tx, known, { detail, severity })
      : renew(deps, tx, known, { detail, severity })
  const { edition: _, ...subject } = about
  const alert = await insertAlert(tx, {
    ...subject,
    key: alertKey(about),
    severity,
    state: 'open',
    version: 1,
    openedAt: deps.clock(),
    detail,
    marks: {},
  })
  await noteAct(deps, tx, alert, { action: 'alert.open' })
  await announce(deps, tx, alert)
  return alert
}

async function reopen(deps: AlertNeeds, tx: Tx, known: Alert, { detail, severity }: Current): Promise<Alert> {
  const now = deps.clock()
  const { resolvedAt, snoozedUntil: _s, changedBy: _c, reference, ...rest } = known
  const flapping = resolvedAt !== undefined && now.getTime() - resolvedAt.getTime() < flappingMs
  // Another incident has another ticket.
  const kept = flapping && reference !== undefined ? { reference } : {}
  const opened = { ...rest, ...kept, state: 'open', openedAt: now, severity, detail, marks: {} } as const
  const alert = await write(tx, opened)
  await setChangedBy(tx, alert.id, undefined)
  await noteAct(deps, tx, alert, { action: 'alert.reopen' })
  if (!flapping) await postEvent(deps, tx, alert, { kind: 'reopened' })
  await refreshAlert(deps, tx, alert)
  await announce(deps, tx, alert)
  return alert
}

/** Updates a live alert; does nothing if nothing changed. */
export async function renew(
  deps: AlertNeeds,
  tx: Tx,
  known: Alert,
  { detail, severity }: Current,
): Promise<Alert> {
  // The object ID of a removed app is known only to the alert.
  const next = { ...(known.detail.objectId && { objectId: known.detail.objectId }), ...detail }
  if (asStored(next) === asStored(known.detail) && severity === known.severity) return known
  const alert = await write(tx, { ...known, detail: next, severity })
  await noteAct(deps, tx, alert, { action: 'alert.update' })
  if (isWorse(alert, known)) {
    await postEvent(deps, tx, alert, { kind: 'worsened' })
    // Conversations that subscribed from this severity on haven't received it yet.
    await announce(deps, tx, alert)
  }
  await refreshAlert(deps, tx, alert)
  return alert
}

/** Another severity, or another step of an expiry. */
const isWorse = (now: Alert, before: Alert): boolean =>
  now.severity !== before.severity || now.detail.facts?.step !== before.detail.facts?.step

const asStored = (detail: AlertDetail): string => JSON.stringify(detailFromJson(JSON.stringify(detail)))

/** Everything that the alert is about was accepted: it sleeps until that ends. */
export async function sleepAlert(
  deps: AlertNeeds,
  tx: Tx,
  known: Alert,
  accepted: AcceptedMark,
): Promise<void> {
  const { marks, state } = known
  if (state === 'accepted' && asText(marks.accepted) === asText(accepted)) return
  const { snoozedUntil: _, ...rest } = known
  const alert = await write(tx, { ...rest, state: 'accepted', marks: { ...marks, accepted } })
  await deps.jobs.cancel(tx, 'alerts.wake', String(alert.id))
  await noteAct(deps, tx, alert, { action: 'alert.accept', by: accepted.by })
  if (state !== 'accepted') await postEvent(deps, tx, alert, { kind: 'accepted', by: accepted.by })
  await refreshAlert(deps, tx, alert)
}

const asText = (mark: AcceptedMark | undefined): string => JSON.stringify(mark ?? null)

/** What was accepted has ended, or is something else now: the alert is open again, and told to everyone again. */
export async function wakeAccepted(deps: AlertNeeds, tx: Tx, known: Alert): Promise<Alert> {
  if (known.state !== 'accepted') return known
  const { acknowledged: _k, snoozed: _s, accepted: _a, ...marks } = known.marks
  const alert = await write(tx, { ...known, state: 'open', openedAt: deps.clock(), marks })
  await noteAct(deps, tx, alert, { action: 'alert.reopen', reason: 'EXCEPTION_OVER' })
  await postEvent(deps, tx, alert, { kind: 'reopened' })
  await refreshAlert(deps, tx, alert)
  await announce(deps, tx, alert)
  return alert
}

export async function resolveAlert(
  deps: AlertNeeds,
  tx: Tx,
  known: Alert,
  { because, by }: { because: Because; by?: Person | undefined },
): Promise<Alert> {
  if (known.state === 'resolved') return known
  const { snoozedUntil: _, ...rest } = known
  const marks = { ...known.marks, ended: { because, ...(by && { by: plainPerson(by) }) } }
  const alert = await write(tx, { ...rest, state: 'resolved', resolvedAt: deps.clock(), marks })
  await deps.jobs.cancel(tx, 'alerts.wake', String(alert.id))
  await deps.jobs.cancel(tx, 'alerts.owners', `${alert.id}:deputy`)
  await deps.jobs.cancel(tx, 'alerts.culprit', String(alert.id))
  await noteAct(deps, tx, alert, { action: 'alert.resolve', by, reason: because })
  await postEvent(deps, tx, alert, { kind: 'resolved', ...(by && { by }) })
  await refreshAlert(deps, tx, alert)
  return alert
}

/** Writes the alert as its next version. @throws UserError CARD_OUTDATED after a concurrent update */
export async function write(tx: Tx, alert: Alert): Promise<Alert> {
  const next = { ...alert, version: alert.version + 1 }
  if (!(await updateAlert(tx, next))) throw new UserError('CARD_OUTDATED')
  return next
}

/** Enqueues the delivery of an alert and the search for who caused it. */
async function announce(deps: AlertNeeds, tx: Tx, alert: Alert): Promise<void> {
  const { id, condition } = alert
  await enqueueRoute(deps, tx, alert)
  if (!canHaveChangedBy(condition)) return
  const job = { key: String(id), data: { alertId: id, tries: 0 }, runAt: deps.clock() }
  await enqueue(deps.jobs, tx, { queue: 'alerts.culprit', ...job })
}

/** To the conversations that subscribed and, apart from them, to whom it belongs: neither waits for the other. */
export async function enqueueRoute({ jobs, clock }: AlertNeeds, tx: Tx, alert: Alert): Promise<void> {
  const runAt = clock()
  const { id: alertId } = alert
  await enqueue(jobs, tx, { queue: 'alerts.route', key: String(alertId), data: { alertId }, runAt })
  const isOwned = (await listOwnersOf(tx, alert)).length > 0
  if (isOwned) await enqueueOwners({ jobs }, tx, { alertId, step: 'owner' }, runAt)
}

export function enqueueOwners(
  { jobs }: Pick<Deps, 'jobs'>,
  tx: Tx,
  data: Queues['alerts.owners'],
  runAt: Date,
): Promise<void> {
  return enqueue(jobs, tx, { queue: 'alerts.owners', key: `${data.alertId}:${data.step}`, data, runAt })
}
