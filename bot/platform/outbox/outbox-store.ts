import type { ExpressionBuilder, OnConflictDatabase, OnConflictTables, Selectable } from 'kysely'
import { wakeAfterCommit } from '../storage/commit-wakes.ts'
import type { Db } from '../storage/database.ts'
import { prepare } from '../storage/prepare.ts'
import type { Schema } from '../storage/schema.ts'
import { addressFromKey, orderingKeyOf } from './address.ts'

/** What a card shows. It is rendered when it is sent. */
export interface Subject {
  kind: string
  id: string
}

/** A conversation or the key of an address, and null for a new message. */
export interface NewMessage {
  conversationId: string
  activityId: string | null
  subject: Subject
  dueAt: Date
  /** A state that people wait for, such as the last one: ignores the card throttle. */
  urgent?: boolean
}

export interface OutboxMessage extends Omit<NewMessage, 'urgent'> {
  id: number
  orderingKey: string
  /** Failed attempts. */
  attempts: number
  /** Attempts that may have arrived. */
  doubts: number
  urgent: boolean
  /** Grows with each change of the card while the message waits or is in flight. */
  version: number
}

/**
 * Adds a message in the transaction of the change it shows. Upserts an update of the same card: a waiting one keeps the
 * earlier time and resets its attempts; a dead one is requeued at the new time.
 */
export async function add(db: Db, message: NewMessage): Promise<void> {
  const { conversationId, activityId, subject, dueAt, urgent = false } = message
  const address = addressFromKey(conversationId)
  const tenantId = 'person' in address ? address.person.tenantId : null
  const orderingKey = orderingKeyOf(conversationId)
  const values = { conversationId, activityId, tenantId, ...subject, orderingKey }
  await putMessage(db, { ...values, dueAt: dueAt.getTime(), urgent: urgent ? 1 : 0 })
  wakeAfterCommit(db, 'outbox')
}

interface MessageValues extends Subject {
  conversationId: string
  activityId: string | null
  orderingKey: string
  tenantId: string | null
  dueAt: number
  urgent: number
}

const putMessage = prepare((db: Db, given: MessageValues) =>
  db
    .insertInto('outbox')
    .values({
      conversation_id: given.conversationId,
      activity_id: given.activityId,
      subject_kind: given.kind,
      subject_id: given.id,
      lane: given.orderingKey,
      tenant_id: given.tenantId,
      due_at: given.dueAt,
      wanted_at: given.dueAt,
      since_at: given.dueAt,
      urgent: given.urgent,
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
          dead_at: null,
          reason: null,
          wanted_at: eb.ref('excluded.wanted_at'),
          urgent: eb.case().when('outbox.urgent', '=', 1).then(1).else(eb.ref('excluded.urgent')).end(),
          since_at: sinceAt(eb),
          due_at: dueAt(eb),
        })),
    ),
)

type Both = ExpressionBuilder<OnConflictDatabase<Schema, 'outbox'>, OnConflictTables<'outbox'>>

const sinceAt = (eb: Both) =>
  eb
    .case()
    .when('outbox.dead_at', 'is not', null)
    .then(eb.ref('excluded.since_at'))
    .else(eb.ref('outbox.since_at'))
    .end()

const dueAt = (eb: Both) =>
  eb
    .case()
    .when('outbox.dead_at', 'is not', null)
    .then(eb.ref('excluded.due_at'))
    .when('outbox.due_at', '<', eb.ref('excluded.due_at'))
    .then(eb.ref('outbox.due_at'))
    .else(eb.ref('excluded.due_at'))
    .end()

/** Deletes a delivered message. False: it changed in flight and stays until the time that the last change asked for. */
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
    .set((eb) => ({ due_at: eb.ref('wanted_at'), since_at: eb.ref('wanted_at'), reason: null }))
    .where('id', '=', id)
    .execute()
  return false
}

/** Deletes a message even if it changed: another one shows the change. */
export async function removeMessage(db: Db, id: number): Promise<void> {
  await db.deleteFrom('outbox').where('id', '=', id).execute()
}

/** Postpones a failed message and stores its attempts, which are reset if it changed in flight. */
export async function retryLater(
  db: Db,
  { id, version, attempts, doubts }: Pick<OutboxMessage, 'id' | 'version' | 'attempts' | 'doubts'>,
  dueAt: Date,
  error: string,
  reason: string | null = null,
): Promise<void> {
  await db
    .updateTable('outbox')
    .set((eb) => ({
      due_at: dueAt.getTime(),
      last_error: error,
      reason,
      doubts,
      attempts: eb.case().when('version', '=', version).then(attempts).else(0).end(),
    }))
    .where('id', '=', id)
    .execute()
}

/** Postpones a message that was not attempted, unless it changed meanwhile: the change can be urgent. */
export async function postpone(
  db: Db,
  { id, version }: Pick<OutboxMessage, 'id' | 'version'>,
  dueAt: Date,
): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ due_at: dueAt.getTime() })
    .where('id', '=', id)
    .where('version', '=', version)
    .execute()
}

/** Postpones every message of these ordering keys. */
export async function postponeOrderingKeys(
  db: Db,
  orderingKeys: readonly string[],
  dueAt: Date,
): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ due_at: dueAt.getTime() })
    .where('lane', 'in', orderingKeys)
    .where('due_at', '<', dueAt.getTime())
    .where('dead_at', 'is', null)
    .execute()
}

export function messageFromRow(row: Selectable<Schema['outbox']>): OutboxMessage {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    activityId: row.activity_id,
    subject: { kind: row.subject_kind, id: row.subject_id },
    orderingKey: row.lane,
    dueAt: new Date(row.due_at),
    attempts: row.attempts,
    doubts: row.doubts,
    urgent: row.urgent === 1,
    version: row.version,
  }
}
