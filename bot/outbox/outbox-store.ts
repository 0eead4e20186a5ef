import type { Selectable } from 'kysely'
import type { Db } from '../storage/database.ts'
import { prepare } from '../storage/prepare.ts'
import type { Schema } from '../storage/schema.ts'

/** What a card shows. It is rendered from the state at the moment of sending. */
export interface Subject {
  kind: string
  id: string
}

export interface NewMessage {
  conversationId: string
  /** null: a new message; else the message that is updated. */
  activityId: string | null
  subject: Subject
  dueAt: Date
}

export interface OutboxMessage extends NewMessage {
  id: number
  /** Tries that failed. */
  attempts: number
  /** Moves when the card must be shown anew while it still waits, or is on its way. */
  version: number
}

/** A message that failed this often stays in the table for people to see, and is not tried again by itself. */
export const mostAttempts = 20

/**
 * Adds a message in the transaction of the change it tells of. An update of a card that still waits is not added twice:
 * the one that is there keeps the earlier time and starts counting its tries anew. One that was given up lives again, at
 * the new time.
 */
export async function add(db: Db, message: NewMessage): Promise<void> {
  const { conversationId, activityId, subject, dueAt } = message
  await putMessage(db, { conversationId, activityId, ...subject, dueAt: dueAt.getTime() })
}

interface MessageValues extends Subject {
  conversationId: string
  activityId: string | null
  dueAt: number
}

const putMessage = prepare((db: Db, given: MessageValues) =>
  db
    .insertInto('outbox')
    .values({
      conversation_id: given.conversationId,
      activity_id: given.activityId,
      subject_kind: given.kind,
      subject_id: given.id,
      due_at: given.dueAt,
      wanted_at: given.dueAt,
      attempts: 0,
      version: 1,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['conversation_id', 'activity_id', 'subject_kind', 'subject_id'])
        .doUpdateSet((eb) => ({
          version: eb('outbox.version', '+', 1),
          attempts: 0,
          last_error: null,
          wanted_at: eb.ref('excluded.wanted_at'),
          due_at: eb
            .case()
            .when('outbox.attempts', '>=', mostAttempts)
            .then(eb.ref('excluded.due_at'))
            .when('outbox.due_at', '<', eb.ref('excluded.due_at'))
            .then(eb.ref('outbox.due_at'))
            .else(eb.ref('excluded.due_at'))
            .end(),
        })),
    ),
)

/** Messages that are due, the longest waiting first; none of the conversations that are left out. */
export async function takeDue(
  db: Db,
  now: Date,
  limit: number,
  exceptConversations: readonly string[] = [],
): Promise<OutboxMessage[]> {
  let query = db
    .selectFrom('outbox')
    .selectAll()
    .where('due_at', '<=', now.getTime())
    .where('attempts', '<', mostAttempts)
    .orderBy('due_at')
    .orderBy('id')
    .limit(limit)
  if (exceptConversations.length > 0) query = query.where('conversation_id', 'not in', exceptConversations)
  return (await query.execute()).map(messageFromRow)
}

/**
 * Takes a delivered message away. One that has changed on its way stays, and false is returned: it waits until the last
 * change wants to be shown, so that a card does not change faster than whoever changes it intended.
 */
export async function endDelivered(
  db: Db,
  { id, version }: Pick<OutboxMessage, 'id' | 'version'>,
): Promise<boolean> {
  const result = await db
    .deleteFrom('outbox')
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  if (result.numDeletedRows === 1n) return true
  await db
    .updateTable('outbox')
    .set((eb) => ({ due_at: eb.ref('wanted_at') }))
    .where('id', '=', id)
    .execute()
  return false
}

/** Notes how many tries failed and lets the message wait; a message that changed on its way waits too, but counts anew. */
export async function retryLater(
  db: Db,
  { id, version, attempts }: Pick<OutboxMessage, 'id' | 'version' | 'attempts'>,
  dueAt: Date,
  error: string,
): Promise<void> {
  await db
    .updateTable('outbox')
    .set((eb) => ({
      due_at: dueAt.getTime(),
      last_error: error,
      attempts: eb.case().when('version', '=', version).then(attempts).else(0).end(),
    }))
    .where('id', '=', id)
    .execute()
}

/** Tries no more, but keeps the message for people to see; one that changed on its way is tried again at `now`. */
export const giveUp = (
  db: Db,
  { id, version }: Pick<OutboxMessage, 'id' | 'version'>,
  now: Date,
  error: string,
): Promise<void> => retryLater(db, { id, version, attempts: mostAttempts }, now, error)

/** When the next message falls due that is not due yet. */
export async function nextDueAt(db: Db, now: Date): Promise<Date | undefined> {
  const row = await db
    .selectFrom('outbox')
    .select('due_at')
    .where('due_at', '>', now.getTime())
    .where('attempts', '<', mostAttempts)
    .orderBy('due_at')
    .limit(1)
    .executeTakeFirst()
  return row && new Date(row.due_at)
}

function messageFromRow(row: Selectable<Schema['outbox']>): OutboxMessage {
  return {
    id: Number(row.id),
    conversationId: row.conversation_id,
    activityId: row.activity_id,
    subject: { kind: row.subject_kind, id: row.subject_id },
    dueAt: new Date(row.due_at),
    attempts: row.attempts,
    version: row.version,
  }
}
