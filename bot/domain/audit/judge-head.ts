import type { Db } from '#platform/storage/database.ts'
import { type Head, keyringOf, type Link } from './chain-store.ts'
import { type Keyring, macOf } from './keyring.ts'

/**
 * True if the head was read from the database and isn't the one that was sealed there.
 * @throws Error if it is sealed with a key that isn't the current one here
 */
export function isForeign(db: Db, head: Link | Head): head is Head {
  if (!('key_id' in head)) return false
  const keyring = keyringOf(db)
  if (head.key_id !== null && head.key_id !== keyring?.current.id)
    throw new Error(`The history is sealed with the key ${head.key_id}, which isn't the current one here`)
  return keyring !== undefined && !isSealed(keyring, head)
}

/** Whether the MAC of the head is right, by any key that is known. */
export function isSealed(keyring: Keyring, head: Head): boolean {
  const key = head.key_id === null ? undefined : keyring.find(head.key_id)
  return key !== undefined && head.mac === macOf(key, 'head', { id: head.id, hash: head.hash })
}
