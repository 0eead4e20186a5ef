import type { Db } from '#platform/storage/database.ts'
import { entryHash } from '#platform/storage/entry-hash.ts'
import { findHead, type Head, type Link, readChain } from './chain-store.ts'
import type { StoredEntry } from './stored-entry.ts'

/**
 * A mismatch in the chain. `removed`: entries from this number on are missing in the middle. `changed`: the entry isn't the
 * original one. `cut`: the newest entries, from this number on, are missing. `added`: Grantkeeper didn't write this entry
 * after the head. `anchor`: the beginning isn't the one recorded by retention. `head`: the row of the head is missing.
 */
export interface Damage {
  kind: 'removed' | 'changed' | 'cut' | 'added' | 'anchor' | 'head'
  /** Number of the first mismatching entry. */
  id: number
}

export interface ChainVerdict {
  entries: number
  firstAt?: Date
  lastAt?: Date
  head?: Link
  /** The last entry removed by retention. */
  anchor?: Link
  damage?: Damage
}

/** Called with every valid entry, in the order of the chain. */
type Witness = (entry: StoredEntry) => void

/**
 * Verifies the whole history page by page, so memory use doesn't grow with it. Entries written meanwhile aren't included.
 */
export async function verifyChain(db: Db, witness: Witness = () => {}): Promise<ChainVerdict> {
  const head = await findHead(db)
  if (!head) return { entries: 0, damage: { kind: 'head', id: 0 } }
  const walk = new Walk(head)
  for await (const rows of readChain(db, { afterId: Number.MIN_SAFE_INTEGER })) {
    for (const row of rows) {
      if (walk.ended) break
      if (walk.take(row)) witness(row)
    }
    if (walk.ended) break
  }
  return walk.verdict(await findAdded(db, head))
}

/** An entry after the head. The head is read again, so that an entry written in between isn't reported. */
async function findAdded(db: Db, { id }: Link): Promise<number | undefined> {
  const behind = await readChain(db, { afterId: id, size: 1 }).next()
  if (behind.done) return undefined
  const now = await findHead(db)
  const first = behind.value[0]?.id ?? 0
  return now && now.id >= first ? undefined : first
}

/** Follows the chain entry by entry. */
class Walk {
  readonly #head: Head
  #last: Link
  #entries = 0
  #firstAt?: Date
  #lastAt?: Date
  #pruned?: Link
  #damage?: Damage

  constructor(head: Head) {
    this.#head = head
    this.#last = head.anchor
  }

  get ended(): boolean {
    return this.#damage !== undefined || this.#last.id >= this.#head.id
  }

  /** Returns whether the entry continues the chain. */
  take(row: StoredEntry): boolean {
    const { id } = row
    if (id > this.#head.id || row.hash !== entryHash(this.#last.hash, row)) {
      this.#damage = this.#damageAt(id)
      return false
    }
    this.#last = { id, hash: row.hash }
    this.#entries++
    this.#firstAt ??= new Date(row.at)
    this.#lastAt = new Date(row.at)
    if (row.action === 'audit.prune') this.#pruned = (JSON.parse(row.detail_json) as { until: Link }).until
    return true
  }

  #damageAt(id: number): Damage {
    const expected = this.#last.id + 1
    if (id < expected) return { kind: 'added', id }
    if (id === expected) return { kind: 'changed', id }
    return { kind: id > this.#head.id ? 'cut' : 'removed', id: expected }
  }

  verdict(added?: number): ChainVerdict {
    const { anchor, ...head } = this.#head
    return {
      entries: this.#entries,
      firstAt: this.#firstAt,
      lastAt: this.#lastAt,
      head,
      ...(anchor.id > 0 && { anchor }),
      damage: this.#damage ?? this.#damageAtEnds(added),
    }
  }

  #damageAtEnds(added: number | undefined): Damage | undefined {
    const { anchor, id, hash } = this.#head
    if (this.#last.id < id) return { kind: 'cut', id: this.#last.id + 1 }
    if (this.#last.hash !== hash) return { kind: 'changed', id }
    const noted = this.#pruned ?? { id: 0, hash: anchor.id === 0 ? anchor.hash : '' }
    if (noted.id !== anchor.id || noted.hash !== anchor.hash) return { kind: 'anchor', id: anchor.id }
    return added === undefined ? undefined : { kind: 'added', id: added }
  }
}
