import { type KnownPerson, saveKnownPerson } from '#domain/people/known-people-store.ts'
import { makeBoundedMap } from '#platform/base/bounded-map.ts'
import type { Db } from '#platform/storage/database.ts'

const mostKnown = 5_000

/** Stores name and account of people who wrote or clicked; writes only changes. */
export function makeRememberPerson(db: Db): (person: KnownPerson) => Promise<void> {
  const known = makeBoundedMap<string>(mostKnown)
  return async ({ tenantId, objectId, accountId, name }) => {
    const [key, text] = [`${tenantId}/${objectId}`, `${accountId} ${name}`]
    if (known.get(key) === text || name === '') return
    await saveKnownPerson(db, { tenantId, objectId, accountId, name })
    known.set(key, text)
  }
}
