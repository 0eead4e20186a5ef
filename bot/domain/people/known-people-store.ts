import type { Person } from '#platform/base/person.ts'
import type { Db } from '#platform/storage/database.ts'

/** A person the bot has met. `accountId` is their ID in the Teams channel. */
export interface KnownPerson extends Person {
  accountId: string
}

export async function saveKnownPerson(db: Db, person: KnownPerson): Promise<void> {
  const names = { account_id: person.accountId, name: person.name }
  await db
    .insertInto('known_people')
    .values({ tenant_id: person.tenantId, object_id: person.objectId, ...names })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'object_id']).doUpdateSet(names))
    .execute()
}

/** By the channel's ID, which a mention carries. */
export async function findPersonByAccount(
  db: Db,
  { tenantId, accountId }: Pick<KnownPerson, 'tenantId' | 'accountId'>,
): Promise<KnownPerson | undefined> {
  const rows = await db
    .selectFrom('known_people')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('account_id', '=', accountId)
    .limit(2)
    .execute()
  const [row, other] = rows
  return row && !other ? { tenantId, objectId: row.object_id, accountId, name: row.name } : undefined
}

export async function findKnownPerson(
  db: Db,
  { tenantId, objectId }: Pick<Person, 'tenantId' | 'objectId'>,
): Promise<KnownPerson | undefined> {
  const row = await db
    .selectFrom('known_people')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('object_id', '=', objectId)
    .executeTakeFirst()
  return row && { tenantId, objectId, accountId: row.account_id, name: row.name }
}
