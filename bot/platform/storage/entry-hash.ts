import { createHash } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Schema } from './schema.ts'

/** Stands before the first entry of a history. */
export const genesis = { id: 0, hash: '0'.repeat(64) } as const

type Columns = Omit<Selectable<Schema['audit']>, 'hash'>

/** What an entry says, as one text: a JSON array of its columns as they are stored, without blanks. */
export const canonicalText = (row: Columns): string =>
  JSON.stringify([
    row.id,
    row.at,
    row.actor_json,
    row.action,
    row.tenant_id,
    row.set_id,
    row.result,
    row.reason,
    row.detail_json,
  ])

/** Ties an entry to the one before it: SHA-256 of that one's hash, a line feed, and the canonical text; in hexadecimal. */
export const entryHash = (before: string, row: Columns): string =>
  createHash('sha256')
    .update(`${before}\n${canonicalText(row)}`)
    .digest('hex')
