import { UserError } from '#platform/base/errors.ts'
import { type Person, plainPerson } from '#platform/base/person.ts'
import { hours, later } from '#platform/base/time.ts'
import type { Commit } from '#platform/jobs/jobs.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import { assertMay } from '../people/assert-may.ts'
import type { RoleReading } from '../people/role-reading.ts'
import { isInScope, scopeOf } from '../people/scope.ts'
import { enqueue, type Queues } from '../queues.ts'
import type { Alert } from './alert.ts'
import { findAlert, getAlert, listAlertsOfDigest } from './alerts-store.ts'
import { postEvent, refreshAlert } from './post-event.ts'
import { nextTime } from './quiet-hours.ts'
import { type AlertNeeds, noteAct, write } from './write-alert.ts'

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
export type Snooze = (typeof snoozes)[number]

/** Somebody looks after everything of a digest that nobody looks after yet and that is theirs to look after. */
export async function acknowledgeDigest(
  deps: Needs,
  { digestId, by }: { digestId: number; by: ActingPerson },
): Promise<void> {
  await act(deps, async (tx) => {
    const scope = scopeOf(by, 'operator')
    for (const alert of await listAlertsOfDigest(tx, digestId)) {
      const theirs = isInScope(scope, alert.tenantId ?? '')
      if (alert.state === 'open' && theirs) await acknowledge(deps, tx, alert, by)
    }
  })
}

/** Somebody looks after it. @throws UserError ALERT_UNKNOWN, CARD_OUTDATED, and as `assertMay` */
export async function acknowledgeAlert(deps: Needs, { alertId, version, by }: Order): Promise<void> {
  await act(deps, async (tx) => {
    const known = await getLive(tx, { alertId, version, by })
    if (known.state === 'acknowledged') throw new UserError('CARD_OUTDATED')
    await acknowledge(deps, tx, known, by)
  })
}

async function acknowledge(deps: AlertNeeds, tx: Tx, known: Alert, by: Person): Promise<void> {
  const { snoozedUntil: _, ...rest } = known
  const marks = { ...known.marks, acknowledged: { by: plainPerson(by), at: deps.clock() } }
  const alert = await write(tx, { ...rest, state: 'acknowledged', marks })
  await deps.jobs.cancel(tx, 'alerts.wake', String(alert.id))
  if (known.state === 'snoozed') await routeAgain(deps, tx, alert.id)
  await noteAct(deps, tx, alert, { action: 'alert.acknowledge', by })
  await postEvent(deps, tx, alert, { kind: 'acknowledged', by: plainPerson(by) })
  await refreshAlert(deps, tx, alert)
}

/** Lets it rest; it comes back by itself if it is still so. @throws UserError ALERT_UNKNOWN, CARD_OUTDATED */
export async function snoozeAlert(
  deps: Needs,
  { alertId, version, by, snooze, timeZone }: Order & { snooze: Snooze; timeZone: string },
): Promise<void> {
  await act(deps, async (tx) => {
    const known = await getLive(tx, { alertId, version, by })
    const at = deps.clock()
    const snoozedUntil = endOf(snooze, at, timeZone)
    const marks = { ...known.marks, snoozed: { by: plainPerson(by), at } }
    const alert = await write(tx, { ...known, state: 'snoozed', snoozedUntil, marks })
    await enqueue(deps.jobs, tx, {
      queue: 'alerts.wake',
      key: String(alertId),
      data: { alertId },
      runAt: snoozedUntil,
    })
    await noteAct(deps, tx, alert, { action: 'alert.snooze', by })
    await postEvent(deps, tx, alert, { kind: 'snoozed', by: plainPerson(by) })
    await refreshAlert(deps, tx, alert)
  })
}

/** When a sleep ends: tomorrow means eight in the morning of the next day, where the conversation is at home. */
function endOf(snooze: Snooze, now: Date, timeZone: string): Date {
  if (snooze === 'fourHours') return later(now, hours(4))
  if (snooze === 'week') return later(now, hours(7 * 24))
  return nextTime(nextTime(now, 0, timeZone), 8 * 60, timeZone)
}

/** The sleep is over: what has not ended meanwhile is open again. */
export async function wakeAlert(deps: AlertNeeds, { alertId }: Queues['alerts.wake']): Promise<Commit> {
  return async (tx) => {
    const known = await findAlert(tx, alertId)
    if (known?.state !== 'snoozed' || !known.snoozedUntil || known.snoozedUntil > deps.clock()) return
    const { snoozedUntil: _, ...rest } = known
    const alert = await write(tx, { ...rest, state: 'open' })
    await noteAct(deps, tx, alert, { action: 'alert.reopen', reason: 'snoozeOver' })
    await postEvent(deps, tx, alert, { kind: 'woken' })
    await refreshAlert(deps, tx, alert)
    await routeAgain(deps, tx, alertId)
  }
}

/** What slept before it was told waited nowhere: it is told now. */
function routeAgain(deps: AlertNeeds, tx: Tx, alertId: number): Promise<void> {
  const job = { key: String(alertId), data: { alertId }, runAt: deps.clock() }
  return enqueue(deps.jobs, tx, { queue: 'alerts.route', ...job })
}

async function act(deps: Needs, work: (tx: Tx) => Promise<void>): Promise<void> {
  await deps.database.transaction(work)
}

/** What is over, or has changed since the card was drawn, is not acted on. */
async function getLive(tx: Tx, { alertId, version, by }: Order): Promise<Alert> {
  const alert = await getAlert(tx, alertId)
  assertMay(by, 'operator', alert.tenantId ? [alert.tenantId] : [])
  if (alert.version !== version || alert.state === 'resolved') throw new UserError('CARD_OUTDATED')
  return alert
}
