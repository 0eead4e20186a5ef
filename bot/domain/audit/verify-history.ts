import type { Db } from '#platform/storage/database.ts'
import { findHead } from './chain-store.ts'
import { compareReplay, type Difference } from './compare-replay.ts'
import { nothingYet, replayEntry } from './replay.ts'
import { entryOf } from './stored-entry.ts'
import { type ChainVerdict, verifyChain } from './verify-chain.ts'

interface ReplayVerdict {
  /** At most {@link mostNamed} of them. */
  differences: readonly Difference[]
  count: number
  /** States whose entries retention has removed: nothing can be said of them. */
  pruned: number
}

const mostNamed = 20
/** A bot that is at work moves on while its history is read. */
const tries = 5

/**
 * Verifies the whole chain; with `replay` also that the tables are what the history says. Whatever is written or pruned
 * meanwhile lets it begin anew. @throws Error when the bot is too busy for an answer
 */
export async function verifyHistory(
  db: Db,
  { replay }: { replay: boolean },
): Promise<ChainVerdict & { replay?: ReplayVerdict }> {
  for (let left = tries; left > 0; left--) {
    const so = nothingYet()
    const verdict = await verifyChain(db, replay ? (row) => replayEntry(so, entryOf(row)) : undefined)
    if (verdict.damage) {
      const now = await findHead(db)
      if (now && now.anchor.id !== (verdict.anchor?.id ?? 0)) continue
      return verdict
    }
    if (!replay) return verdict
    const compared = await judge(compareReplay(db, so), verdict.anchor !== undefined)
    const moved = (await findHead(db))?.hash !== verdict.head?.hash
    if (compared.count === 0 || !moved) return { ...verdict, replay: compared }
  }
  throw new Error('The history was written to all the time; stop the bot, or try again when it is quiet')
}

async function judge(found: AsyncIterable<Difference>, isPruned: boolean): Promise<ReplayVerdict> {
  const differences: Difference[] = []
  let count = 0
  let pruned = 0
  for await (const difference of found) {
    if (isPruned && difference.replayed === undefined) pruned++
    else if (++count <= mostNamed) differences.push(difference)
  }
  return { differences, count, pruned }
}
