import { type Person, plainPerson } from '#platform/base/person.ts'
import type { Tx } from '#platform/storage/database.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { noteEvent } from '../events/note-event.ts'
import type { Alert } from './alert.ts'
import { alertEvent } from './alert-event.ts'

interface AlertAct {
  action: string
  by?: Person | undefined
  reason?: string
  detail?: object
}

/** A changed alert: an audit entry, and an event for other systems. */
export async function noteAct(deps: Pick<Deps, 'clock'>, tx: Tx, alert: Alert, act: AlertAct): Promise<void> {
  noteEvent(tx, alertEvent(alert, deps.clock()))
  await appendAct(deps, tx, alert, act)
}

/** Appends an audit entry with the resulting state of the alert, so that the history can be replayed. */
export async function appendAct(
  deps: Pick<Deps, 'clock'>,
  tx: Tx,
  alert: Alert,
  { action, by, reason, detail: more }: AlertAct,
): Promise<void> {
  const { id, key, condition, severity, state, version, snoozedUntil, reference, tenantId, setId } = alert
  const actor = by ? plainPerson(by) : 'system'
  const own = { alert: id, key, condition, severity, state, version, snoozedUntil, reference }
  const detail = { ...own, ...more }
  await append(tx, { at: deps.clock(), actor, action, tenantId, setId, result: 'done', reason, detail })
}
