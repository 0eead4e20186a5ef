import { type Clock, hours, later, minutes, seconds } from '../base/time.ts'
import type { Tx } from '../storage/database.ts'
import type { WebhookVerdict } from './judge-answer.ts'
import { markAllDead, markDeliveryDead } from './webhook-dead-letters-store.ts'
import {
  endDelivery,
  hastenDeliveries,
  isAnyFailingSince,
  retryDelivery,
  testOrderingKey,
  type WebhookDelivery,
} from './webhook-deliveries-store.ts'
import { findTargetState, noteAccepted, noteFailed, setAlarmed } from './webhook-targets-store.ts'

/** Tells the operator that a target fails, in the transaction that records it. */
export interface WebhookAlarm {
  raise(tx: Tx, target: string, facts: { since: Date; outcome: string }): Promise<void>
  clear(tx: Tx, target: string, because: 'recovered' | 'dropped'): Promise<void>
}

interface Recorded {
  target: string
  delivery: WebhookDelivery
  verdict: WebhookVerdict
}

/** A delivery that fails for so long is an alarm. */
const alarmAfterMs = hours(1)
/** When a target accepted something is written this often at most. */
const notedEveryMs = seconds(1)
/** A target that accepted nothing for so long was down: what failed meanwhile is tried at once. */
const downMs = minutes(1)

/** Writes what became of an attempt: of the delivery, of the target, and of the alarm about it. */
export async function recordVerdict(
  { clock, alarm }: { clock: Clock; alarm: WebhookAlarm },
  tx: Tx,
  { target, delivery, verdict }: Recorded,
): Promise<void> {
  const now = clock()
  if (verdict.act === 'delivered') return accept(alarm, tx, { target, delivery, now })
  const { outcome } = verdict
  const isTest = delivery.orderingKey === testOrderingKey
  const { sinceAt: since } = delivery
  if (verdict.act === 'again') {
    const { dueAt, pausedUntil } = verdict
    await retryDelivery(tx, delivery, { dueAt, outcome })
    await noteFailed(tx, target, { now, outcome, ...(pausedUntil && { pausedUntil }) })
    if (now.getTime() - since.getTime() >= alarmAfterMs)
      await raise(alarm, tx, { target, since, outcome, now })
    return
  }
  // The result of a test event stands at its target.
  if (isTest) await endDelivery(tx, delivery.id)
  else await markDeliveryDead(tx, delivery.id, { now, outcome })
  const isGone = verdict.act === 'gone'
  await noteFailed(tx, target, { now, outcome, isGone })
  if (isGone) await markAllDead(tx, target, { now, outcome })
  if (isGone || !isTest) await raise(alarm, tx, { target, since: isGone ? now : since, outcome, now })
}

async function accept(
  alarm: WebhookAlarm,
  tx: Tx,
  { target, delivery, now }: { target: string; delivery: WebhookDelivery; now: Date },
): Promise<void> {
  await endDelivery(tx, delivery.id)
  const state = await findTargetState(tx, target)
  if (!state) return
  const { failingSince, goneAt, pausedUntil, isAlarmed, last } = state
  // It was on its way when the target wanted no more events: only a test event opens it again.
  if (goneAt && delivery.orderingKey !== testOrderingKey) return
  const wasWrong = failingSince !== undefined || goneAt !== undefined || pausedUntil.getTime() > 0
  const isNoted = last !== undefined && Math.abs(now.getTime() - last.at.getTime()) < notedEveryMs
  if (wasWrong || !isNoted) await noteAccepted(tx, target, now)
  // One that fails for one subject alone is asked about that as seldom as before.
  if (failingSince && now.getTime() - failingSince.getTime() >= downMs)
    await hastenDeliveries(tx, target, now)
  if (!isAlarmed || (await isAnyFailingSince(tx, target, later(now, -alarmAfterMs)))) return
  await setAlarmed(tx, target, null)
  await alarm.clear(tx, target, 'recovered')
}

async function raise(
  alarm: WebhookAlarm,
  tx: Tx,
  { target, since, outcome, now }: { target: string; since: Date; outcome: string; now: Date },
): Promise<void> {
  const state = await findTargetState(tx, target)
  if (!state || state.isAlarmed) return
  await setAlarmed(tx, target, now)
  await alarm.raise(tx, target, { since, outcome })
}
