import { z } from 'zod'
import type { Db } from '#platform/storage/database.ts'
import { findHead, keyringOf, type Link } from './chain-store.ts'
import { macOf } from './keyring.ts'

/** The end of the history at a time, kept outside of the database: whoever rewrites the history can't make it match again. */
export interface HistoryAnchor extends Link {
  /** ISO 8601, UTC. */
  at?: string | undefined
  keyId?: string | undefined
  mac?: string | undefined
}

/** The anchor of the committed end of the history. @throws Error if the row of the head is missing */
export async function anchorHistory(db: Db, now: Date): Promise<HistoryAnchor & { at: string }> {
  const head = await findHead(db)
  if (!head) throw new Error('The head of the history is missing')
  const anchor = { id: head.id, hash: head.hash, at: now.toISOString() }
  const key = keyringOf(db)?.current
  return { ...anchor, ...(key && { keyId: key.id, mac: macOf(key, 'anchor', anchor) }) }
}

/** The anchor as one line of JSON, for a file or an address. */
export const anchorLine = (anchor: HistoryAnchor): string => JSON.stringify({ anchor })

const hex = z.string().regex(/^[0-9a-f]{64}$/)
const anchorSchema = z.object({
  id: z.number().int().min(0),
  hash: hex,
  at: z.string().max(40).optional(),
  keyId: z.string().max(40).optional(),
  mac: hex.optional(),
})
const lineSchema = z.union([
  z.object({ anchor: anchorSchema }).transform(({ anchor }) => anchor),
  anchorSchema,
])

/** What `audit:verify` prints, and what the settings show. */
const pattern =
  /(?<!\w)(\d{1,15}), hash ([0-9a-f]{64})(?!\w)(?:, (\S{1,40}), key (\w{1,40}), MAC ([0-9a-f]{64})(?!\w))?/

/** The anchor in a line of a log or of a file of anchors, or in a text that a person copied; undefined if there is none. */
export function parseAnchor(line: string): HistoryAnchor | undefined {
  const text = line.trim()
  if (text.startsWith('{')) return lineSchema.safeParse(parseJson(text)).data
  const [, id, hash, at, keyId, mac] = pattern.exec(text) ?? []
  if (id === undefined || hash === undefined) return undefined
  return { id: Number(id), hash, ...(mac !== undefined && { at, keyId, mac }) }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A line that was cut has no anchor.
    return undefined
  }
}
