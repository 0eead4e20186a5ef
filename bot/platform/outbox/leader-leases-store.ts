import type { Db, Tx } from '../storage/database.ts'
import { prepare } from '../storage/prepare.ts'

/** One lease period of one instance. */
interface LeaseHolding {
  name: string
  holder: string
}

/** True if the lease has expired or was never taken. */
export async function isLeaderLeaseFree(db: Db, name: string, now: Date): Promise<boolean> {
  const row = await db.selectFrom('leads').select('until').where('name', '=', name).executeTakeFirst()
  return row === undefined || row.until <= now.getTime()
}

/** Takes a free lease and returns when the previous one ended; undefined if another instance was faster. */
export async function takeLeaderLease(
  tx: Tx,
  { name, holder }: LeaseHolding,
  { now, until }: { now: Date; until: Date },
): Promise<Date | undefined> {
  const values = { holder, until: until.getTime() }
  const before = await tx.selectFrom('leads').select('until').where('name', '=', name).executeTakeFirst()
  const row = { name, ...values }
  if (!before) {
    await tx.insertInto('leads').values(row).execute()
    return new Date(0)
  }
  if (before.until > now.getTime()) return undefined
  await tx.updateTable('leads').set(values).where('name', '=', name).execute()
  return new Date(before.until)
}

/** Renews the lease, or releases it with `until` now; false if another instance has taken it. */
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

/** True unless another instance has taken the lease; an expired one still counts, because no other instance has sent. */
export async function isLeaseHolder(db: Db, holding: LeaseHolding): Promise<boolean> {
  return (await selectHolding(db, holding)).rows.length === 1
}

const selectHolding = prepare((db: Db, given: LeaseHolding) =>
  db.selectFrom('leads').select('name').where('name', '=', given.name).where('holder', '=', given.holder),
)
