import type { Db } from '#platform/storage/database.ts'
import { findHash, findHead, type Head } from './chain-store.ts'
import type { HistoryAnchor } from './history-anchor.ts'
import { type Keyring, macOf } from './keyring.ts'

/**
 * `cut`: the history doesn't reach to the anchor. `different`: it has another entry there. `forged`: the anchor isn't
 * Grantkeeper's. `unknownKey`: its key isn't given.
 */
export interface AnchorProblem {
  kind: 'cut' | 'different' | 'forged' | 'unknownKey'
  anchor: HistoryAnchor
  /** The newest entry that an older anchor confirms; 0 for none. */
  confirmedId: number
}

export interface AnchorVerdict {
  /** Anchors that the history agrees with. */
  agreeing: number
  /** Of these, the ones without a MAC, which only prove something if nobody else could write them. */
  unsealed: number
  /** Anchors whose entries retention has removed. */
  pruned: number
  /** The first one in the order of the history. */
  problem?: AnchorProblem
}

/** Compares the history with anchors that were kept elsewhere. Without a keyring, their MACs are not verified. */
export async function compareAnchors(
  db: Db,
  anchors: readonly HistoryAnchor[],
  keyring?: Keyring,
): Promise<AnchorVerdict> {
  const verdict: AnchorVerdict = { agreeing: 0, unsealed: 0, pruned: 0 }
  let confirmedId = 0
  for (const anchor of anchors.toSorted((a, b) => a.id - b.id)) {
    const found = judgeMac(anchor, keyring) ?? (await judge(db, anchor))
    if (found === 'pruned') verdict.pruned++
    else if (found) return { ...verdict, problem: { kind: found, anchor, confirmedId } }
    else {
      verdict.agreeing++
      if (anchor.mac === undefined) verdict.unsealed++
      confirmedId = anchor.id
    }
  }
  return verdict
}

function judgeMac(anchor: HistoryAnchor, keyring: Keyring | undefined): 'forged' | 'unknownKey' | undefined {
  const { id, hash, at, keyId = '', mac } = anchor
  if (!keyring || mac === undefined || keyring.isLost(keyId)) return undefined
  const key = keyring.find(keyId)
  if (!key) return 'unknownKey'
  return at !== undefined && mac === macOf(key, 'anchor', { id, hash, at }) ? undefined : 'forged'
}

async function judge(
  db: Db,
  { id, hash }: HistoryAnchor,
): Promise<'cut' | 'different' | 'pruned' | undefined> {
  const head = await findHead(db)
  if (!head || id > head.id) return 'cut'
  if (id < head.start.id) return 'pruned'
  return (await hashAt(db, head, id)) === hash ? undefined : 'different'
}

async function hashAt(db: Db, { start }: Head, id: number): Promise<string | undefined> {
  return id === start.id ? start.hash : findHash(db, id)
}
