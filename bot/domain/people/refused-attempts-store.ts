import { type Person, personKey } from '#platform/base/person.ts'
import type { Db } from '#platform/storage/database.ts'

type Who = Pick<Person, 'tenantId' | 'objectId'>

/** How often this person was refused after `since`. */
export async function countRefusedAttempts(db: Db, by: Who, since: Date): Promise<number> {
  const { count } = await db
    .selectFrom('refused_attempts')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('person_key', '=', personKey(by))
    .where('at', '>', since.getTime())
    .executeTakeFirstOrThrow()
  return count
}

/** Adds one, and removes those until `since`, which no longer count. */
export async function insertRefusedAttempt(
  db: Db,
  by: Who,
  { at, since }: { at: Date; since: Date },
): Promise<void> {
  const key = personKey(by)
  await db
    .deleteFrom('refused_attempts')
    .where('person_key', '=', key)
    .where('at', '<=', since.getTime())
    .execute()
  await db.insertInto('refused_attempts').values({ person_key: key, at: at.getTime() }).execute()
}
