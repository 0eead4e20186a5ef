import type { Db } from '#platform/storage/database.ts'
import { findMark, saveMark } from '#platform/storage/marks-store.ts'
import { foldRule, foldText } from '#platform/text/fold-text.ts'

const mark = 'tenants.name_key'
/** Few enough not to hold the memory of a large fleet. */
const pageSize = 2_000

/**
 * Brings names that were stored by an older rule into the form of `foldText`, once for each rule: the database remembers the
 * last one. Returns how many there were.
 */
export async function refoldNames(db: Db): Promise<number> {
  if ((await findMark(db, mark)) === foldRule) return 0
  let refolded = 0
  for (let after = ''; ; ) {
    const page = await listNames(db, after)
    for (const each of page) if (await refold(db, each)) refolded += 1
    if (page.length < pageSize) break
    after = page.at(-1)?.id ?? ''
  }
  await saveMark(db, mark, foldRule)
  return refolded
}

interface StoredName {
  id: string
  display_name: string
  name_key: string
}

const listNames = (db: Db, after: string): Promise<StoredName[]> =>
  db
    .selectFrom('tenants')
    .select(['id', 'display_name', 'name_key'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(pageSize)
    .execute()

/** A name that changes meanwhile is stored by the current rule. */
async function refold(db: Db, { id, display_name, name_key }: StoredName): Promise<boolean> {
  const key = foldText(display_name)
  if (name_key === key) return false
  const changed = db.updateTable('tenants').set({ name_key: key }).where('id', '=', id)
  await changed.where('display_name', '=', display_name).execute()
  return true
}
