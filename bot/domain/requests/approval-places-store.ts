import type { Person } from '#platform/base/person.ts'
import type { Db } from '#platform/storage/database.ts'

/** Shared conversations in which requests are posted, the oldest first. */
export async function listApprovalPlaces(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('approval_places')
    .select('conversation_id')
    .orderBy('added_at')
    .orderBy('conversation_id')
    .execute()
  return rows.map((row) => row.conversation_id)
}

/** Who asked for the requests in this conversation; undefined if none are posted there. */
export async function findListener(db: Db, conversationId: string): Promise<Person | undefined> {
  const row = await db
    .selectFrom('approval_places')
    .select('person_json')
    .where('conversation_id', '=', conversationId)
    .executeTakeFirst()
  return row && (JSON.parse(row.person_json) as Person)
}

/** False if it is there already. */
export async function addApprovalPlace(db: Db, conversation: string, by: Person, at: Date): Promise<boolean> {
  const result = await db
    .insertInto('approval_places')
    .values({ conversation_id: conversation, person_json: JSON.stringify(by), added_at: at.getTime() })
    .onConflict((conflict) => conflict.column('conversation_id').doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

/** False if it was not there. */
export async function removeApprovalPlace(db: Db, conversationId: string): Promise<boolean> {
  const result = await db
    .deleteFrom('approval_places')
    .where('conversation_id', '=', conversationId)
    .executeTakeFirst()
  return result.numDeletedRows === 1n
}
