import { UserError } from '#platform/base/errors.ts'
import { hashOf } from '#platform/base/secret-token.ts'
import type { Deps } from '../deps.ts'
import { assertMayExport, assertStillCovers } from './assert-may-export.ts'
import { append } from './audit-store.ts'
import { findHead } from './chain-store.ts'
import { countDownload, type Export, type ExportFormat, findExport } from './export-store.ts'
import { csvText, jsonText } from './export-text.ts'
import type { OcsfWords } from './ocsf-event.ts'
import { ocsfText } from './read-ocsf.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'people' | 'catalog' | 'rules'>

export interface Download {
  fileName: string
  contentType: string
  /** Read while being sent, never all in memory. */
  chunks: AsyncIterable<string>
}

/** The export of a link, without counting a download. @throws UserError LINK_UNKNOWN, LINK_EXPIRED */
export async function getExport(deps: Pick<Needs, 'database' | 'clock'>, token: string): Promise<Export> {
  const made = await findExport(deps.database.db, hashOf(token))
  if (!made) throw new UserError('LINK_UNKNOWN')
  if (deps.clock() >= made.expiresAt) throw new UserError('LINK_EXPIRED')
  return made
}

/**
 * The file of a link. Every download is counted and audited under the person the link was made for, who must still be an
 * auditor of everything in it. `words` are those of OCSF. @throws UserError LINK_UNKNOWN, LINK_EXPIRED, those of `assertMay`
 */
export async function downloadExport(deps: Needs, token: string, words: OcsfWords): Promise<Download> {
  const made = await getExport(deps, token)
  assertStillCovers(await assertMayExport(deps, made.by, made.tenantId), made.scope)
  const { db } = deps.database
  const head = await deps.database.transaction(async (tx) => {
    const download = await countDownload(tx, made.id)
    const { format, entries, tenantId, by } = made
    const entry = { actor: by, action: 'history.download', tenantId, result: 'done' as const }
    await append(tx, { at: deps.clock(), ...entry, detail: { format, entries, download } })
    return findHead(tx)
  })
  if (!head) throw new Error('The head of the history is missing')
  const text: Readonly<Record<ExportFormat, () => AsyncGenerator<string>>> = {
    csv: () => csvText(db, made),
    json: () => jsonText(db, made, head.start),
    ocsf: () => ocsfText(deps, made, words),
  }
  return {
    fileName: fileNameOf(made, deps.clock()),
    contentType: made.format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8',
    chunks: text[made.format](),
  }
}

/** ASCII only, because it is sent in a header. */
function fileNameOf({ format, tenantId }: Export, now: Date): string {
  const kind = format === 'ocsf' ? 'ocsf' : undefined
  const parts = ['grantkeeper-history', kind, tenantId, now.toISOString().slice(0, 10)]
  return `${parts.filter(Boolean).join('-')}.${format === 'csv' ? 'csv' : 'jsonl'}`
}
