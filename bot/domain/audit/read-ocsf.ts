import type { Db } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import { findHead, readChainPage } from './chain-store.ts'
import { type Export, readExport } from './export-store.ts'
import { type OcsfEvent, type OcsfWords, ocsfEvent } from './ocsf-event.ts'
import { entryOf, type StoredEntry } from './stored-entry.ts'
import { addTenantNames } from './tenant-names.ts'

type Needs = Pick<Deps, 'database' | 'catalog' | 'rules'>

/** The OCSF file: one event in each line, page by page. */
export async function* ocsfText(deps: Needs, made: Export, words: OcsfWords): AsyncGenerator<string> {
  const { db } = deps.database
  const eventsOf = makeEvents(deps, db, words)
  for await (const rows of readExport(db, made))
    yield (await eventsOf(rows)).map((event) => `${JSON.stringify(event)}\n`).join('')
}

/** `next`: what to ask after the next time; the same as before if there is nothing new. */
interface OcsfPage {
  events: readonly OcsfEvent[]
  next: number
  /** There are more already. */
  more: boolean
}

/** `removed`: retention has removed entries up to this one; `ahead`: the history ends at this one, as after a restored backup. */
type OcsfAnswer = OcsfPage | { removed: number } | { ahead: number }

/**
 * The events after an entry, in the order of the history. Numbers are given in the order of commits, because whoever writes an
 * entry keeps all others from writing until it is committed: no smaller number appears later.
 */
export async function readOcsf(
  deps: Needs,
  { after, limit }: { after: number; limit: number },
  words: OcsfWords,
): Promise<OcsfAnswer> {
  const { db } = deps.database
  const rows = await readChainPage(db, { after, size: limit + 1 })
  // Read behind the entries: what retention removes meanwhile is then noticed.
  const head = await findHead(db)
  if (!head) throw new Error('The head of the history is missing')
  if (after > 0 && after < head.start.id) return { removed: head.start.id }
  if (after > head.id) return { ahead: head.id }
  const shown = rows.slice(0, limit)
  return {
    events: await makeEvents(deps, db, words)(shown),
    next: shown.at(-1)?.id ?? after,
    more: rows.length > limit,
  }
}

/** Makes events of entries; names are read once. */
function makeEvents({ catalog, rules }: Needs, db: Db, words: OcsfWords) {
  const tenants = new Map<string, string>()
  const sets = new Map(catalog.sets.map(({ id, name }) => [id, name]))
  const source = { words, program: rules.program }
  const named = (names: ReadonlyMap<string, string>, id: string | null) =>
    id === null ? undefined : { uid: id, name: names.get(id) || id }
  return async (rows: readonly StoredEntry[]): Promise<OcsfEvent[]> => {
    await addTenantNames(db, tenants, rows)
    return rows.map((row) => {
      const subject = { tenant: named(tenants, row.tenant_id), set: named(sets, row.set_id) }
      return ocsfEvent({ ...entryOf(row), hash: row.hash }, subject, source)
    })
  }
}
