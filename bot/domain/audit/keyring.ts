import { createHash, createHmac, hkdfSync } from 'node:crypto'

/** A key of the history, kept outside the database. */
export interface AuditKey {
  /** Stored with each MAC; derived from the key, which it doesn't reveal. */
  id: string
  bytes: Uint8Array
}

export interface Keyring {
  /** Seals new entries. */
  current: AuditKey
  /** The current key or a former one. */
  find(id: string): AuditKey | undefined
  /** The operator has declared that nobody has this key any more. */
  isLost(id: string): boolean
}

/** The configured keys, the current one first; undefined if there is none. */
export function makeKeyring(texts: readonly string[]): Keyring | undefined {
  const lost = texts.flatMap((text) => (text.startsWith('lost:') ? [text.slice('lost:'.length)] : []))
  const keys = texts.filter((text) => !text.startsWith('lost:')).map(keyOf)
  const [current] = keys
  if (!current) return undefined
  return {
    current,
    find: (id) => keys.find((key) => key.id === id),
    isLost: (id) => lost.includes(id),
  }
}

function keyOf(text: string): AuditKey {
  const bytes = new Uint8Array(hkdfSync('sha256', text, '', 'grantkeeper history', 32))
  const id = createHash('sha256').update('grantkeeper history key ').update(bytes).digest('hex').slice(0, 12)
  return { id, bytes }
}

/**
 * MAC of an entry, of the end of the chain, or of an anchor: hex HMAC-SHA-256. The kind keeps one from passing as another: the
 * MAC of an older entry would otherwise prove that the history ends there.
 */
export function macOf(
  { id: keyId, bytes }: AuditKey,
  kind: 'entry' | 'head' | 'anchor',
  { id, hash, at }: { id: number; hash: string; at?: string },
): string {
  const text = JSON.stringify(['grantkeeper', kind, keyId, id, hash, ...(at === undefined ? [] : [at])])
  return createHmac('sha256', bytes).update(text).digest('hex')
}
