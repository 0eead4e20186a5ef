import type { Log } from '#platform/base/log.ts'
import type { Clock } from '#platform/base/time.ts'
import { ConfigError } from '#platform/config/problem.ts'
import type { Database, Tx } from '#platform/storage/database.ts'
import { appendAfter, appendBroken, noteBroken } from './audit-store.ts'
import { findSealed, type Head, lockHead, useKeyring } from './chain-store.ts'
import { isSealed } from './judge-head.ts'
import type { Keyring } from './keyring.ts'

/**
 * Seals the history with the current key from now on: the entry `audit.key` begins its use and vouches for everything before
 * it. Once sealed, a history isn't continued without a key or with one that was replaced.
 * @throws ConfigError if the configured keys don't fit the history
 */
export async function openHistory(
  { database, clock, log }: { database: Database; clock: Clock; log: Log },
  keyring: Keyring | undefined,
): Promise<void> {
  useKeyring(database.db, keyring)
  if (!keyring) log.warn({}, 'the history is not sealed: there is no AUDIT_KEY')
  await database.transaction(async (tx) => {
    const head = await lockHead(tx)
    if (keyring) await seal(tx, keyring, head, clock())
    else if (head.key_id !== null)
      refuse(
        `The history is sealed with the key ${head.key_id}, but no key is configured. Configure it again.`,
      )
  })
}

async function seal(tx: Tx, keyring: Keyring, head: Head, at: Date): Promise<void> {
  const { id: keyId } = keyring.current
  const before = head.key_id
  const begun = await findSealed(tx, { keyId })
  if (before !== null && before !== keyId) assertReplaceable(keyring, before, begun)
  const isRight = before === null ? (await findSealed(tx)) === undefined : isSealedOrLost(keyring, head)
  if (begun !== undefined) return isRight ? undefined : noteBroken(tx, head, at)
  const detail = { key: keyId, before, id: head.id, hash: head.hash }
  await appendAfter(tx, head, { at, actor: 'system', action: 'audit.key', result: 'done', detail })
  if (!isRight) await appendBroken(tx, { at, reason: 'HEAD_CHANGED', detail })
}

function assertReplaceable(
  { current, find, isLost }: Keyring,
  before: string,
  begun: number | undefined,
): void {
  if (find(before) === undefined && !isLost(before))
    refuse(
      `The history is sealed with the key ${before}, which isn't listed. Add it after the new key, or lost:${before} if nobody has it any more.`,
    )
  if (begun !== undefined)
    refuse(`The first key, ${current.id}, was replaced by ${before} earlier. Put the newest key first.`)
}

const isSealedOrLost = (keyring: Keyring, head: Head): boolean =>
  (head.key_id !== null && keyring.isLost(head.key_id)) || isSealed(keyring, head)

function refuse(text: string): never {
  throw new ConfigError([{ variable: 'AUDIT_KEY', text }])
}
