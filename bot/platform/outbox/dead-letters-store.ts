import { wakeAfterCommit } from '../storage/commit-wakes.ts'
import type { Db } from '../storage/database.ts'
import { orderingKeyOf } from './address.ts'
import type { OutboxMessage, Subject } from './outbox-store.ts'

/** Reasons that depend on the conversation: its messages are requeued once the bot can post there again. */
const passingReasons = ['muted', 'uninstalled', 'suspect', 'noConversation'] as const
export type DeadReason =
  | (typeof passingReasons)[number]
  | 'refused'
  | 'tooBig'
  | 'addressRefused'
  | 'doubtful'
  | 'tooOften'

/** A message that stays in the outbox for people to decide, or until its conversation is asked again. */
export interface DeadLetter {
  id: number
  version: number
  subject: Subject
  /** True: a card that was never posted; false: an update of one. */
  isNew: boolean
  /** The conversation, or the key of an address. */
  conversationId: string
  /** Absent for an address, or a conversation that is no longer stored. */
  kind?: string
  reason: string
  /** Dead, or waiting, since then. */
  deadAt: Date
}

/** Marks the message dead; one that changed in flight is due again at `now`. */
export async function markDead(
  db: Db,
  { id, version }: Pick<OutboxMessage, 'id' | 'version'>,
  now: Date,
  { error, reason }: { error: string; reason: DeadReason },
): Promise<void> {
  await db
    .updateTable('outbox')
    .set((eb) => ({
      due_at: now.getTime(),
      last_error: error,
      reason,
      dead_at: eb.case().when('version', '=', version).then(now.getTime()).else(null).end(),
    }))
    .where('id', '=', id)
    .execute()
}

/** What a resolved dead letter showed, and its target. */
export interface ResolvedLetter {
  subject: Subject
  conversationId: string
}

/** Oldest first. */
export async function listDeadLetters(db: Db, limit: number): Promise<DeadLetter[]> {
  const rows = await db
    .selectFrom('outbox')
    .leftJoin('conversations', 'conversations.id', 'outbox.conversation_id')
    .selectAll('outbox')
    .select('conversations.kind')
    .where('outbox.reason', 'is not', null)
    .orderBy('outbox.dead_at')
    .orderBy('outbox.id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    subject: { kind: row.subject_kind, id: row.subject_id },
    isNew: row.activity_id === null,
    conversationId: row.conversation_id,
    ...(row.kind !== null && { kind: row.kind }),
    reason: row.reason ?? '',
    deadAt: new Date(row.dead_at ?? row.since_at),
  }))
}

/** Requeues a dead letter and marks its conversation open; undefined if the letter has changed since it was shown. */
export async function sendAgain(
  db: Db,
  id: number,
  version: number,
  now: Date,
): Promise<ResolvedLetter | undefined> {
  const letter = await db
    .updateTable('outbox')
    .set((eb) => ({
      version: eb('version', '+', 1),
      attempts: 0,
      doubts: 0,
      dead_at: null,
      reason: null,
      due_at: now.getTime(),
      since_at: now.getTime(),
    }))
    .where('id', '=', id)
    .where('version', '=', version)
    .where('reason', 'is not', null)
    .returning(['subject_kind', 'subject_id', 'conversation_id'])
    .executeTakeFirst()
  if (!letter) return undefined
  const { subject_kind: kind, subject_id: subjectId, conversation_id: conversationId } = letter
  await openConversation(db, conversationId)
  wakeAfterCommit(db, 'outbox')
  return { subject: { kind, id: subjectId }, conversationId }
}

/** The next message tests whether the bot can post there. */
export async function openConversation(db: Db, key: string): Promise<void> {
  const [, tenantId, personId] = /^person:([^/]*)\/(.*)$/.exec(key) ?? []
  await db
    .updateTable('conversations')
    .set({ state: 'open', state_at: null, refusals: 0, refused_at: null })
    .where((where) =>
      personId === undefined || tenantId === undefined
        ? where('id', '=', key)
        : where.and({ kind: 'personal', tenant_id: tenantId, person_id: personId }),
    )
    .execute()
}

/** Deletes a dead letter, and the stored place of a card that was never posted; undefined if it has changed meanwhile. */
export async function discard(db: Db, id: number, version: number): Promise<ResolvedLetter | undefined> {
  const letter = await db
    .deleteFrom('outbox')
    .where('id', '=', id)
    .where('version', '=', version)
    .where('reason', 'is not', null)
    .returning(['subject_kind', 'subject_id', 'conversation_id', 'activity_id'])
    .executeTakeFirst()
  if (!letter) return undefined
  const { subject_kind: kind, subject_id: subjectId, conversation_id: conversationId } = letter
  if (letter.activity_id === null) {
    await db
      .deleteFrom('card_places')
      .where('subject_kind', '=', kind)
      .where('subject_id', '=', subjectId)
      .where('address', '=', conversationId)
      .where('activity_id', 'is', null)
      .execute()
  }
  wakeAfterCommit(db, 'outbox')
  return { subject: { kind, id: subjectId }, conversationId }
}

/** Makes the messages due that waited for these conversations or addresses to open again. */
export async function requeue(db: Db, keys: readonly string[], now: Date): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('outbox')
    .set({ attempts: 0, doubts: 0, dead_at: null, reason: null, due_at: now.getTime() })
    .where('lane', 'in', keys.map(orderingKeyOf))
    .where('reason', 'in', [...passingReasons])
    .executeTakeFirst()
  wakeAfterCommit(db, 'outbox')
  return Number(numUpdatedRows)
}

interface OutboxFigures {
  waiting: number
  dead: number
  /** Those, and the ones that wait because their conversation refused. */
  held: number
  /** The age of the oldest message that no conversation refused. */
  oldestMs: number
}

export async function readFigures(db: Db, now: Date): Promise<OutboxFigures> {
  const { waiting, oldest } = await db
    .selectFrom('outbox')
    .select((eb) => [
      eb.fn.countAll<number>().as('waiting'),
      eb.fn.min('since_at').filterWhere('reason', 'is', null).as('oldest'),
    ])
    .where('dead_at', 'is', null)
    .executeTakeFirstOrThrow()
  const { held } = await db
    .selectFrom('outbox')
    .select((eb) => eb.fn.countAll<number>().as('held'))
    .where('reason', 'is not', null)
    .executeTakeFirstOrThrow()
  const { dead } = await db
    .selectFrom('outbox')
    .select((eb) => eb.fn.countAll<number>().as('dead'))
    .where('dead_at', 'is not', null)
    .executeTakeFirstOrThrow()
  const oldestMs = oldest === null ? 0 : Math.max(0, now.getTime() - oldest)
  return { waiting, dead, held, oldestMs }
}
