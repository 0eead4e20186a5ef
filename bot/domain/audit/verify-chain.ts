import type { Db } from '#platform/storage/database.ts'
import { entryHash } from '#platform/storage/entry-hash.ts'
import { findHead, type Head, type Link, readChain } from './chain-store.ts'
import { type Reign, SealCheck, type SealDamage } from './check-seals.ts'
import type { Keyring } from './keyring.ts'
import type { StoredEntry } from './stored-entry.ts'

/**
 * A mismatch in the chain. `removed`: entries from this number on are missing in the middle. `changed`: the entry isn't the
 * original one. `cut`: the newest entries, from this number on, are missing. `added`: Grantkeeper didn't write this entry
 * after the head. `anchor`: the beginning isn't the one recorded by retention. `head`: the row of the head is missing.
 */
export interface Damage {
  kind: 'removed' | 'changed' | 'cut' | 'added' | 'anchor' | 'head' | SealDamage
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
  /** Entries from before the first key: they are chained only. */
  unsealed: number
  /** The keys that sealed the others, in order. */
  reigns: readonly Reign[]
  damage?: Damage
}

/** Called with every valid entry, in the order of the chain. */
type Witness = (entry: StoredEntry) => void

/**
 * Verifies the whole history page by page, so memory use doesn't grow with it. Entries written meanwhile aren't included.
 * Without a keyring, the MACs are not verified.
 */
export async function verifyChain(
  db: Db,
  witness: Witness = () => {},
  keyring?: Keyring,
): Promise<ChainVerdict> {
  const head = await findHead(db)
  if (!head) return { entries: 0, unsealed: 0, reigns: [], damage: { kind: 'head', id: 0 } }
  const walk = new Walk(head, new SealCheck(keyring, head.start))
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
  readonly #seals: SealCheck
  #last: Link
  #entries = 0
  #firstAt?: Date
  #lastAt?: Date
  #pruned?: Link
  #damage?: Damage

  constructor(head: Head, seals: SealCheck) {
    this.#head = head
    this.#seals = seals
    this.#last = head.start
  }

  get ended(): boolean {
    return this.#damage !== undefined || this.#last.id >= this.#head.id
  }

  /** Returns whether the entry continues the chain. */
  take(row: StoredEntry): boolean {
    const { id } = row
    const isLinked = id <= this.#head.id && row.hash === entryHash(this.#last.hash, row)
    const kind = isLinked ? this.#seals.take(row) : undefined
    if (!isLinked || kind) {
      this.#damage = kind ? { kind, id } : this.#damageAt(id)
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
    const { start, id, hash } = this.#head
    return {
      entries: this.#entries,
      firstAt: this.#firstAt,
      lastAt: this.#lastAt,
      head: { id, hash },
      ...(start.id > 0 && { anchor: start }),
      ...this.#seals.result,
      damage: this.#damage ?? this.#damageAtEnds(added),
    }
  }

  #damageAtEnds(added: number | undefined): Damage | undefined {
    const { start, id, hash } = this.#head
    if (this.#last.id < id) return { kind: 'cut', id: this.#last.id + 1 }
    if (this.#last.hash !== hash) return { kind: 'changed', id }
    const noted = this.#pruned ?? { id: 0, hash: start.id === 0 ? start.hash : '' }
    if (noted.id !== start.id || noted.hash !== start.hash) return { kind: 'anchor', id: start.id }
    if (added !== undefined) return { kind: 'added', id: added }
    return this.#seals.end(this.#head)
  }
}
