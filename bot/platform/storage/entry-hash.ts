import { createHash } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Schema } from './schema.ts'

/** The predecessor of the first entry. */
export const genesis = { id: 0, hash: '0'.repeat(64) } as const

type Columns = Omit<Selectable<Schema['audit']>, 'hash' | 'key_id' | 'mac' | 'reference_key'>

/** The canonical form of an entry: a JSON array of its stored columns, without whitespace. */
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

/** Chains an entry to the previous one: the hex SHA-256 of its hash, a line feed, and the canonical text. */
export const entryHash = (before: string, row: Columns): string =>
  createHash('sha256')
    .update(`${before}\n${canonicalText(row)}`)
    .digest('hex')
