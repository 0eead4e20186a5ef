import type { Db } from './database.ts'

/** By which rule the whole database was last brought up to date. */
export async function findMark(db: Db, name: string): Promise<string | undefined> {
  const row = await db.selectFrom('marks').select('value').where('name', '=', name).executeTakeFirst()
  return row?.value
}

export async function saveMark(db: Db, name: string, value: string): Promise<void> {
  await db
    .insertInto('marks')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute()
}
