import type { Db } from '#platform/storage/database.ts'
import { foldText } from '#platform/text/fold-text.ts'

/** Brings names that were stored by an older rule into the form of `foldText`. Returns how many there were. */
export async function refoldNames(db: Db): Promise<number> {
  const rows = await db.selectFrom('tenants').select(['id', 'display_name', 'name_key']).execute()
  const old = rows.filter((row) => row.name_key !== foldText(row.display_name))
  for (const { id, display_name } of old)
    await db
      .updateTable('tenants')
      .set({ name_key: foldText(display_name) })
      .where('id', '=', id)
      .where('display_name', '=', display_name)
      .execute()
  return old.length
}
