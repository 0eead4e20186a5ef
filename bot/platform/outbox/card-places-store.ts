import type { Selectable } from 'kysely'
import type { Db } from '../storage/database.ts'
import { prepare } from '../storage/prepare.ts'
import type { Schema } from '../storage/schema.ts'
import { type Address, addressFromKey, addressKey, laneOf } from './address.ts'
import type { Subject } from './outbox-store.ts'

/** The message of a conversation as the channel knows it. */
export interface Posted {
  conversationId: string
  activityId: string
}

/** A card of a subject at one address: one card each, however often it is asked for. */
export interface CardPlace {
  subject: Subject
  address: Address
  /** Absent until the channel has taken the message. */
  posted?: Posted
  /** Changes since the card was last made, while it has no message id and so cannot be updated. */
  unseen: number
}

/** Adds the place; false if the subject has its card there already. */
export async function insertPlace(db: Db, subject: Subject, address: Address): Promise<boolean> {
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

export async function listPlaces(db: Db, subject: Subject): Promise<CardPlace[]> {
  const rows = await selectOf(db, subject).orderBy('address').execute()
  return rows.map(placeFromRow)
}

export async function findPlace(db: Db, subject: Subject, address: Address): Promise<CardPlace | undefined> {
  const row = await selectOf(db, subject).where('address', '=', addressKey(address)).executeTakeFirst()
  return row && placeFromRow(row)
}

/** The place whose message this is. */
export async function findPlaceOfMessage(
  db: Db,
  subject: Subject,
  { conversationId, activityId }: Posted,
): Promise<CardPlace | undefined> {
  const row = await selectOf(db, subject)
    .where('conversation_id', '=', conversationId)
    .where('activity_id', '=', activityId)
    .executeTakeFirst()
  return row && placeFromRow(row)
}

/** The live card that stands in this message, also when the click on it names the thread that it begins. */
export async function findPlaceAt(
  db: Db,
  { conversationId, activityId }: Posted,
): Promise<CardPlace | undefined> {
  const { rows } = await selectAt(db, { conversationId, activityId })
  const lane = laneOf(conversationId)
  const [row] =
    rows.length > 0 || lane === conversationId
      ? rows
      : (await selectAt(db, { conversationId: lane, activityId })).rows
  return row && placeFromRow(row)
}

// In nearly every turn nothing is found, and `in (…)` takes twice the time of `=` to find it.
const selectAt = prepare((db: Db, at: Posted) =>
  db
    .selectFrom('card_places')
    .select(['subject_kind', 'subject_id', 'address', 'conversation_id', 'activity_id', 'unseen'])
    .where('conversation_id', '=', at.conversationId)
    .where('activity_id', '=', at.activityId)
    .limit(1),
)

/** Keeps the message id of the card. */
export async function setPosted(db: Db, subject: Subject, address: Address, posted: Posted): Promise<void> {
  await updateOf(db, subject)
    .set({ conversation_id: posted.conversationId, activity_id: posted.activityId })
    .where('address', '=', addressKey(address))
    .execute()
}

/** The message is gone: the place waits for another one. */
export async function forgetPosted(db: Db, subject: Subject, address: Address): Promise<void> {
  await updateOf(db, subject)
    .set({ conversation_id: null, activity_id: null })
    .where('address', '=', addressKey(address))
    .execute()
}

/** Counts a change at every place whose message has no id yet. */
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

function placeFromRow(row: Selectable<Schema['card_places']>): CardPlace {
  const { conversation_id: conversationId, activity_id: activityId } = row
  return {
    subject: { kind: row.subject_kind, id: row.subject_id },
    address: addressFromKey(row.address),
    ...(conversationId !== null && activityId !== null && { posted: { conversationId, activityId } }),
    unseen: row.unseen,
  }
}
