import type { Head, Link } from './chain-store.ts'
import { isSealed } from './judge-head.ts'
import { type Keyring, macOf } from './keyring.ts'
import type { StoredEntry } from './stored-entry.ts'

/**
 * A mismatch of the seals. `unsealed`: an entry without a MAC after entries with one. `forged`: its MAC isn't Grantkeeper's.
 * `key`: sealed with a key that didn't begin here, or that isn't in use any more. `unknownKey`: its key isn't given. `end`: the
 * end isn't the one that was sealed. `neverSealed`: there is a key, but no entry carries a MAC. `noted`: Grantkeeper itself noted
 * here that the history had been changed.
 */
export type SealDamage = 'unsealed' | 'forged' | 'key' | 'unknownKey' | 'end' | 'neverSealed' | 'noted'

/** Entries that were sealed with one key. */
export interface Reign {
  keyId: string
  firstId: number
  entries: number
  /** False: the key isn't given, so only the hashes were verified. */
  isChecked: boolean
}

/** Follows the seals of a chain whose hashes fit. Without a keyring, only their order is checked. */
export class SealCheck {
  readonly #keyring: Keyring | undefined
  readonly #start: Link
  #unsealed = 0
  #notedId?: number
  readonly #reigns: Reign[] = []

  constructor(keyring: Keyring | undefined, start: Link) {
    this.#keyring = keyring
    this.#start = start
  }

  get result(): { unsealed: number; reigns: readonly Reign[] } {
    return { unsealed: this.#unsealed, reigns: this.#reigns }
  }

  /** What is wrong with the seal of the next entry. */
  take(row: StoredEntry): SealDamage | undefined {
    const { id, key_id: keyId, action } = row
    if (action === 'audit.broken') this.#notedId ??= id
    if (keyId === null) {
      this.#unsealed++
      return this.#reigns.length > 0 || row.mac !== null ? 'unsealed' : undefined
    }
    const reign = this.#reigns.at(-1)?.keyId === keyId ? this.#reigns.at(-1) : this.#begin(row, keyId)
    if (!reign) return 'key'
    reign.entries++
    return this.#judgeMac(row, keyId)
  }

  /** A key begins with its own entry, or before the part that retention has left, and never returns. */
  #begin({ id, action }: StoredEntry, keyId: string): Reign | undefined {
    const isFirstLeft = this.#start.id > 0 && this.#reigns.length === 0 && this.#unsealed === 0
    const isNew = this.#reigns.every((reign) => reign.keyId !== keyId)
    if (!isNew || (action !== 'audit.key' && !isFirstLeft)) return undefined
    const reign = { keyId, firstId: id, entries: 0, isChecked: this.#keyring?.find(keyId) !== undefined }
    this.#reigns.push(reign)
    return reign
  }

  #judgeMac({ id, hash, mac }: StoredEntry, keyId: string): SealDamage | undefined {
    if (!this.#keyring || this.#keyring.isLost(keyId)) return mac === null ? 'forged' : undefined
    const key = this.#keyring.find(keyId)
    if (!key) return 'unknownKey'
    return mac === macOf(key, 'entry', { id, hash }) ? undefined : 'forged'
  }

  /** What is wrong at the end, after the last entry. */
  end(head: Head): { kind: SealDamage; id: number } | undefined {
    const keyring = this.#keyring
    const last = this.#reigns.at(-1)
    if (head.key_id !== (last?.keyId ?? null)) return { kind: 'end', id: head.id }
    if (keyring) {
      if (!last) return { kind: 'neverSealed', id: head.id }
      if (!keyring.isLost(last.keyId) && !isSealed(keyring, head)) return { kind: 'end', id: head.id }
      if (last.keyId !== keyring.current.id) return { kind: 'key', id: head.id }
    }
    return this.#notedId === undefined ? undefined : { kind: 'noted', id: this.#notedId }
  }
}
