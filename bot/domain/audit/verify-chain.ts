import type { Db } from '#platform/storage/database.ts'
import { entryHash } from '#platform/storage/entry-hash.ts'
import { findHead, type Head, type Link, readChain } from './chain-store.ts'
import type { StoredEntry } from './stored-entry.ts'

/**
 * What does not fit. `removed`: entries from this number on are gone from the middle. `changed`: the entry is not the one
 * that was written here. `cut`: the newest entries, from this number on, are gone. `added`: an entry that no writer of
 * ours put behind the end. `anchor`: the beginning is not the one that retention noted. `head`: the end is not known.
 */
export interface Damage {
  kind: 'removed' | 'changed' | 'cut' | 'added' | 'anchor' | 'head'
  /** Number of the first entry that does not fit. */
  id: number
}

export interface ChainVerdict {
  entries: number
  firstAt?: Date
  lastAt?: Date
  head?: Link
  /** Entries up to this one were removed by retention. */
  anchor?: Link
  damage?: Damage
}

/** Called with every entry that fits, in the order of the chain. */
type Witness = (entry: StoredEntry) => void

/**
 * Reads the whole history and says whether it is what was written, in pages: memory does not grow with it. Entries that
 * are written meanwhile are not part of the verdict.
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

/** An entry behind the end; the end is asked for again, so that one written in between is no false alarm. */
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

  /** True when the entry fits behind those before it. */
  take(row: StoredEntry): boolean {
    const { id } = row
    if (id > this.#head.id || row.hash !== entryHash(this.#last.hash, row)) {
      this.#damage = this.#judge(id)
      return false
    }
    this.#last = { id, hash: row.hash }
    this.#entries++
    this.#firstAt ??= new Date(row.at)
    this.#lastAt = new Date(row.at)
    if (row.action === 'audit.prune') this.#pruned = (JSON.parse(row.detail_json) as { until: Link }).until
    return true
  }

  #judge(id: number): Damage {
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
      damage: this.#damage ?? this.#judgeEnds(added),
    }
  }

  #judgeEnds(added: number | undefined): Damage | undefined {
    const { anchor, id, hash } = this.#head
    if (this.#last.id < id) return { kind: 'cut', id: this.#last.id + 1 }
    if (this.#last.hash !== hash) return { kind: 'changed', id }
    const noted = this.#pruned ?? { id: 0, hash: anchor.id === 0 ? anchor.hash : '' }
    if (noted.id !== anchor.id || noted.hash !== anchor.hash) return { kind: 'anchor', id: anchor.id }
    return added === undefined ? undefined : { kind: 'added', id: added }
  }
}
