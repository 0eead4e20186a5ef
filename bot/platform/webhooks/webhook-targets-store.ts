import type { Selectable } from 'kysely'
import { later } from '../base/time.ts'
import { wakeAfterCommit } from '../storage/commit-wakes.ts'
import type { Db, Tx } from '../storage/database.ts'
import { prepare } from '../storage/prepare.ts'
import type { Schema } from '../storage/schema.ts'
import { believedWaitMs } from './judge-answer.ts'

/** How a target stands. */
export interface WebhookTargetState {
  name: string
  /** The last event for which it has its delivery, or wanted none. */
  position: number
  pausedUntil: Date
  goneAt?: Date
  failingSince?: Date
  isAlarmed: boolean
  /** The last attempt: `delivered`, or what went wrong. */
  last?: { at: Date; outcome: string }
}

/** True while nothing is sent that isn't a test event. A pause that would end later than any may was written while a clock was ahead. */
export const isClosed = ({ goneAt, pausedUntil }: WebhookTargetState, now: Date): boolean =>
  goneAt !== undefined || (pausedUntil > now && pausedUntil <= later(now, believedWaitMs))

/** Every target that the database knows, by name. */
export async function listTargetStates(db: Db): Promise<WebhookTargetState[]> {
  const rows = await db.selectFrom('webhook_targets').selectAll().orderBy('name').execute()
  return rows.map(stateFromRow)
}

/** Undefined: it was forgotten meanwhile. */
export async function findTargetState(db: Db, name: string): Promise<WebhookTargetState | undefined> {
  const { rows } = await selectTarget(db, { name })
  return rows[0] && stateFromRow(rows[0])
}

const selectTarget = prepare((db: Db, given: { name: string }) =>
  db.selectFrom('webhook_targets').selectAll().where('name', '=', given.name),
)

const stateFromRow = (row: Selectable<Schema['webhook_targets']>): WebhookTargetState => ({
  name: row.name,
  position: row.position,
  pausedUntil: new Date(row.paused_until),
  ...(row.gone_at !== null && { goneAt: new Date(row.gone_at) }),
  ...(row.failing_since !== null && { failingSince: new Date(row.failing_since) }),
  isAlarmed: row.alarmed_at !== null,
  ...(row.last_at !== null && { last: { at: new Date(row.last_at), outcome: row.last_outcome ?? '' } }),
})

/** A target as the file names it. */
interface NamedTarget {
  name: string
  url: string
}

/** How a target stands to which nothing was sent. */
const fresh = { paused_until: 0, gone_at: null, failing_since: null, last_at: null, last_outcome: null }

/**
 * Adds targets that are new, from this event on, opens those with a new address, and forgets those that no instance has
 * anymore. `claimed`: those that another one has. Returns the names that were forgotten.
 */
export async function keepTargets(
  tx: Tx,
  targets: readonly NamedTarget[],
  position: number,
  claimed: ReadonlySet<string> = new Set(),
): Promise<string[]> {
  await addTargets(tx, targets, position)
  for (const { name, url } of targets) {
    const changed = tx.updateTable('webhook_targets').where('name', '=', name).where('url', '!=', url)
    await changed.set({ url, ...fresh }).execute()
  }
  return forgetTargets(tx, [...targets.map(({ name }) => name), ...claimed])
}

/** Adds those that aren't there, from this event on. */
export async function addTargets(tx: Tx, targets: readonly NamedTarget[], position: number): Promise<void> {
  for (const { name, url } of targets)
    await tx
      .insertInto('webhook_targets')
      .values({ name, url, position, ...fresh })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute()
}

/** Forgets all but these, with what waits for them. Returns the names that were forgotten. */
export async function forgetTargets(tx: Tx, kept: readonly string[]): Promise<string[]> {
  const known = await tx.selectFrom('webhook_targets').select('name').orderBy('name').execute()
  const gone = known.map(({ name }) => name).filter((name) => !kept.includes(name))
  if (gone.length === 0) return []
  await tx.deleteFrom('webhook_deliveries').where('target', 'in', gone).execute()
  await tx.deleteFrom('webhook_targets').where('name', 'in', gone).execute()
  return gone
}

/** The target has its deliveries of all events up to this one. */
export async function moveTarget(tx: Tx, name: string, position: number): Promise<void> {
  await tx.updateTable('webhook_targets').set({ position }).where('name', '=', name).execute()
}

/** It accepted an event: whatever was wrong is over. */
export async function noteAccepted(tx: Tx, name: string, now: Date): Promise<void> {
  await tx
    .updateTable('webhook_targets')
    .set({
      last_at: now.getTime(),
      last_outcome: 'delivered',
      failing_since: null,
      gone_at: null,
      paused_until: 0,
    })
    .where('name', '=', name)
    .execute()
}

/** It didn't accept one. `pausedUntil`: nothing more is sent before, whatever it is about. */
export async function noteFailed(
  tx: Tx,
  name: string,
  {
    now,
    outcome,
    pausedUntil,
    isGone = false,
  }: { now: Date; outcome: string; pausedUntil?: Date; isGone?: boolean },
): Promise<void> {
  await tx
    .updateTable('webhook_targets')
    .set((eb) => ({
      last_at: now.getTime(),
      last_outcome: outcome,
      failing_since: eb.fn.coalesce('failing_since', eb.val(now.getTime())),
      ...(pausedUntil && { paused_until: pausedUntil.getTime() }),
      ...(isGone && { gone_at: now.getTime() }),
    }))
    .where('name', '=', name)
    .execute()
}

/** `at`: the alarm about the target was opened then; null: it is over. */
export async function setAlarmed(tx: Tx, name: string, at: Date | null): Promise<void> {
  await tx
    .updateTable('webhook_targets')
    .set({ alarmed_at: at?.getTime() ?? null })
    .where('name', '=', name)
    .execute()
}

/** The loop looks again after this transaction. */
export const wakeWebhooks = (tx: Tx): void => wakeAfterCommit(tx, 'events')
