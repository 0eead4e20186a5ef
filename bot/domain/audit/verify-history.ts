import type { Db } from '#platform/storage/database.ts'
import { findHead } from './chain-store.ts'
import { compareReplay, type Difference } from './compare-replay.ts'
import type { Keyring } from './keyring.ts'
import { nothingYet, replayEntry } from './replay.ts'
import { entryOf, type StoredEntry } from './stored-entry.ts'
import { type ChainVerdict, verifyChain } from './verify-chain.ts'

interface ReplayVerdict {
  /** At most {@link mostNamed} of them. */
  differences: readonly Difference[]
  count: number
  /** States that can't be verified, because retention has removed their entries. */
  pruned: number
}

export interface HistoryVerdict extends ChainVerdict {
  replay?: ReplayVerdict
}

const mostNamed = 20
/** A running bot writes while its history is read. */
const tries = 5

/**
 * Verifies the whole chain and, with `replay`, that the tables match the history. Starts over if entries are written or
 * pruned meanwhile. @throws Error if that happens every time
 */
export async function verifyHistory(
  db: Db,
  { replay, keyring }: { replay: boolean; keyring?: Keyring | undefined },
): Promise<HistoryVerdict> {
  for (let left = tries; left > 0; left--) {
    const states = nothingYet()
    const witness = replay ? (row: StoredEntry) => replayEntry(states, entryOf(row)) : undefined
    const verdict = await verifyChain(db, witness, keyring)
    if (verdict.damage) {
      const now = await findHead(db)
      if (now && now.start.id !== (verdict.anchor?.id ?? 0)) continue
      return verdict
    }
    if (!replay) return verdict
    const compared = await summarize(compareReplay(db, states), verdict.anchor !== undefined)
    const moved = (await findHead(db))?.hash !== verdict.head?.hash
    if (compared.count === 0 || !moved) return { ...verdict, replay: compared }
  }
  throw new Error('The history kept changing while it was read. Stop the bot, or try again when it is idle')
}

async function summarize(found: AsyncIterable<Difference>, isPruned: boolean): Promise<ReplayVerdict> {
  const differences: Difference[] = []
  let count = 0
  let pruned = 0
  for await (const difference of found) {
    if (isPruned && difference.replayed === undefined) pruned++
    else if (++count <= mostNamed) differences.push(difference)
  }
  return { differences, count, pruned }
}
