import type { Db, Tx } from '../storage/database.ts'
import { prepare } from '../storage/prepare.ts'

/** One holding of a lead by one instance. */
interface LeaseHolding {
  name: string
  holder: string
}

/** True when nobody holds it any more, or nobody ever has. */
export async function isLeaderLeaseFree(db: Db, name: string, now: Date): Promise<boolean> {
  const row = await db.selectFrom('leads').select('until').where('name', '=', name).executeTakeFirst()
  return row === undefined || row.until <= now.getTime()
}

/** Takes what is free and gives the end of the holding before, in the past; undefined when another one was quicker. */
export async function takeLeaderLease(
  tx: Tx,
  { name, holder }: LeaseHolding,
  { now, until }: { now: Date; until: Date },
): Promise<Date | undefined> {
  const values = { holder, until: until.getTime() }
  const before = await tx.selectFrom('leads').select('until').where('name', '=', name).executeTakeFirst()
  if (!before) {
    await tx
      .insertInto('leads')
      .values({ name, ...values })
      .execute()
    return new Date(0)
  }
  if (before.until > now.getTime()) return undefined
  await tx.updateTable('leads').set(values).where('name', '=', name).execute()
  return new Date(before.until)
}

/** False when somebody else has taken it: that cannot be undone. Also gives it back, with `until` now. */
export async function renewLeaderLease(
  db: Db,
  { name, holder }: LeaseHolding,
  until: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('leads')
    .set({ until: until.getTime() })
    .where('name', '=', name)
    .where('holder', '=', holder)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** True unless somebody else has taken it, even when its time is over: then nobody has done anything meanwhile. */
export async function isLeaseHolder(db: Db, holding: LeaseHolding): Promise<boolean> {
  return (await selectHolding(db, holding)).rows.length === 1
}

const selectHolding = prepare((db: Db, given: LeaseHolding) =>
  db.selectFrom('leads').select('name').where('name', '=', given.name).where('holder', '=', given.holder),
)
