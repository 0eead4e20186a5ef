import type { Db, Tx } from './database.ts'

/** Notes that this run of an activity takes effect; false if another run of it did. */
export async function claimAct(
  tx: Tx,
  { key, run, at }: { key: string; run: string; at: Date },
): Promise<boolean> {
  const row = { key, run, at: at.getTime() }
  const { numInsertedOrUpdatedRows: inserted = 0n } = await tx
    .insertInto('acts')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (inserted > 0n) return true
  const known = await tx.selectFrom('acts').select('run').where('key', '=', key).executeTakeFirst()
  return known?.run === run
}

export async function removeActs(db: Db, until: Date): Promise<void> {
  await db.deleteFrom('acts').where('at', '<=', until.getTime()).execute()
}
