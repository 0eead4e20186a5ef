import type { Db } from '#platform/storage/database.ts'
import { canonicalText } from '#platform/storage/entry-hash.ts'
import type { Link } from './chain-store.ts'
import { csvLine } from './csv.ts'
import { type Export, type LinkedEntry, readExport } from './export-store.ts'
import { entryOf, referenceOf, type StoredEntry } from './stored-entry.ts'
import { addTenantNames } from './tenant-names.ts'

const columns = [
  'id',
  'at',
  'by',
  'by_object_id',
  'by_tenant_id',
  'action',
  'result',
  'tenant',
  'tenant_id',
  'set_id',
  'reason',
  'detail',
  'reference',
  'hash',
] as const

/** The CSV file, page by page. Excel recognizes UTF-8 only by the byte order mark. */
export async function* csvText(db: Db, made: Export): AsyncGenerator<string> {
  yield `\uFEFF${csvLine(columns)}`
  const names = new Map<string, string>()
  for await (const rows of readExport(db, made)) {
    await addTenantNames(db, names, rows)
    yield rows.map((row) => csvRow(row, names)).join('')
  }
}

function csvRow(row: StoredEntry, names: ReadonlyMap<string, string>): string {
  const { id, at, actor, action, result, tenantId, setId, reason, detail } = entryOf(row)
  const person = actor === 'system' ? undefined : actor
  return csvLine([
    id,
    at.toISOString(),
    person?.name ?? 'Grantkeeper',
    person?.objectId ?? '',
    person?.tenantId ?? '',
    action,
    result,
    names.get(tenantId ?? '') ?? '',
    tenantId ?? '',
    setId ?? '',
    reason ?? '',
    row.detail_json === 'null' ? '' : row.detail_json,
    referenceOf(detail) ?? '',
    row.hash,
  ])
}

/**
 * JSON lines: a header, then the entries, each with the canonical text and the previous hash from which its own hash is
 * computed.
 */
export async function* jsonText(db: Db, made: Export, start: Link): AsyncGenerator<string> {
  yield jsonLine({
    file: 'grantkeeper-history',
    version: 1,
    tenantId: made.tenantId ?? null,
    tenants: made.scope,
    entries: made.entries,
    until: made.untilId,
    by: made.by,
    after: start,
  })
  const names = new Map<string, string>()
  for await (const rows of readExport(db, made)) {
    await addTenantNames(db, names, rows)
    const tenantOf = ({ tenant_id: id }: StoredEntry) => (id === null ? {} : { tenant: names.get(id) ?? '' })
    yield rows.map((row) => jsonLine({ ...linked(row, start), ...tenantOf(row) })).join('')
  }
}

const linked = (row: LinkedEntry, start: Link) => ({
  ...entryOf(row),
  text: canonicalText(row),
  previous: row.before ?? start.hash,
  hash: row.hash,
  keyId: row.key_id,
  mac: row.mac,
})

const jsonLine = (value: object): string => `${JSON.stringify(value)}\n`
