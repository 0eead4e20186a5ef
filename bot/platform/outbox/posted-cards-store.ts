import type { Selectable } from 'kysely'
import type { Db } from '../storage/database.ts'
import { prepare } from '../storage/prepare.ts'
import type { Schema } from '../storage/schema.ts'
import { type Address, addressFromKey, addressKey, orderingKeyOf } from './address.ts'
import type { Subject } from './outbox-store.ts'

/** A message in the channel. */
export interface PostedMessage {
  conversationId: string
  activityId: string
}

/** The one card of a subject at an address, however often it was requested. */
interface PostedCard {
  subject: Subject
  address: Address
  /** Absent until the channel has accepted the message. */
  posted?: PostedMessage
  /** Changes while the card has no message ID and so can't be updated. */
  unseen: number
}

/** Adds the card's place; false if the subject already has a card there. */
export async function insertPostedCard(db: Db, subject: Subject, address: Address): Promise<boolean> {
  const result = await db
    .insertInto('card_places')
    .values({
      subject_kind: subject.kind,
      subject_id: subject.id,
      address: addressKey(address),
      conversation_id: null,
      activity_id: null,
      unseen: 0,
    })
    .onConflict((conflict) => conflict.columns(['subject_kind', 'subject_id', 'address']).doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

export async function listPostedCards(db: Db, subject: Subject): Promise<PostedCard[]> {
  const rows = await selectOf(db, subject).orderBy('address').execute()
  return rows.map(postedCardFromRow)
}

export async function findPostedCard(
  db: Db,
  subject: Subject,
  address: Address,
): Promise<PostedCard | undefined> {
  const row = await selectOf(db, subject).where('address', '=', addressKey(address)).executeTakeFirst()
  return row && postedCardFromRow(row)
}

export async function findPostedCardOfMessage(
  db: Db,
  subject: Subject,
  { conversationId, activityId }: PostedMessage,
): Promise<PostedCard | undefined> {
  const row = await selectOf(db, subject)
    .where('conversation_id', '=', conversationId)
    .where('activity_id', '=', activityId)
    .executeTakeFirst()
  return row && postedCardFromRow(row)
}

/** The followed card in this message, also if the click names the thread that the message starts. */
export async function findPostedCardAt(
  db: Db,
  { conversationId, activityId }: PostedMessage,
): Promise<PostedCard | undefined> {
  const { rows } = await selectAt(db, { conversationId, activityId })
  const orderingKey = orderingKeyOf(conversationId)
  const [row] =
    rows.length > 0 || orderingKey === conversationId
      ? rows
      : (await selectAt(db, { conversationId: orderingKey, activityId })).rows
  return row && postedCardFromRow(row)
}

// Most turns find nothing, and `in (…)` takes twice as long as `=`.
const selectAt = prepare((db: Db, at: PostedMessage) =>
  db
    .selectFrom('card_places')
    .select(['subject_kind', 'subject_id', 'address', 'conversation_id', 'activity_id', 'unseen'])
    .where('conversation_id', '=', at.conversationId)
    .where('activity_id', '=', at.activityId)
    .limit(1),
)

export async function setPostedMessage(
  db: Db,
  subject: Subject,
  address: Address,
  posted: PostedMessage,
): Promise<void> {
  await updateOf(db, subject)
    .set({ conversation_id: posted.conversationId, activity_id: posted.activityId })
    .where('address', '=', addressKey(address))
    .execute()
}

/** The message is gone: the card will be posted again. */
export async function forgetPostedMessage(db: Db, subject: Subject, address: Address): Promise<void> {
  await updateOf(db, subject)
    .set({ conversation_id: null, activity_id: null })
    .where('address', '=', addressKey(address))
    .execute()
}

/** The card was in this message only, and gets no other. */
export async function removePostedMessage(
  db: Db,
  { kind, id }: Subject,
  { conversationId, activityId }: PostedMessage,
): Promise<void> {
  await db
    .deleteFrom('card_places')
    .where('subject_kind', '=', kind)
    .where('subject_id', '=', id)
    .where('conversation_id', '=', conversationId)
    .where('activity_id', '=', activityId)
    .execute()
}

/** Counts a change for every card that has no message ID yet. */
export async function countUnseen(db: Db, subject: Subject): Promise<void> {
  await updateOf(db, subject)
    .set((eb) => ({ unseen: eb('unseen', '+', 1) }))
    .where('activity_id', 'is', null)
    .execute()
}

const selectOf = (db: Db, { kind, id }: Subject) =>
  db.selectFrom('card_places').selectAll().where('subject_kind', '=', kind).where('subject_id', '=', id)

const updateOf = (db: Db, { kind, id }: Subject) =>
  db.updateTable('card_places').where('subject_kind', '=', kind).where('subject_id', '=', id)

function postedCardFromRow(row: Selectable<Schema['card_places']>): PostedCard {
  const { conversation_id: conversationId, activity_id: activityId } = row
  return {
    subject: { kind: row.subject_kind, id: row.subject_id },
    address: addressFromKey(row.address),
    ...(conversationId !== null && activityId !== null && { posted: { conversationId, activityId } }),
    unseen: row.unseen,
  }
}
