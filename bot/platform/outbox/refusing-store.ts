import type { Person } from '../base/person.ts'
import type { Db } from '../storage/database.ts'

/** Whether the channel refuses the bot in this person's own chat, as far as it is known. */
export async function isRefusing(
  db: Db,
  { tenantId, objectId }: Pick<Person, 'tenantId' | 'objectId'>,
): Promise<boolean> {
  const rows = await db
    .selectFrom('conversations')
    .select('state')
    .where('kind', '=', 'personal')
    .where('tenant_id', '=', tenantId)
    .where('person_id', '=', objectId)
    .execute()
  return rows.length > 0 && rows.every(({ state }) => state !== 'open')
}
