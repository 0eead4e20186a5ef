import type { Db, Tx } from '../storage/database.ts'

/** Begins the names of claims, which are leases as those of leaders are. */
const prefix = 'webhook target '

/** Until when an instance has these targets in its file; what it claimed before is over. */
export async function claimTargets(
  tx: Tx,
  instance: string,
  { names, until }: { names: readonly string[]; until: Date },
): Promise<void> {
  await releaseTargets(tx, instance)
  if (names.length === 0) return
  const rows = names.map((name) => ({
    name: `${prefix}${name} ${instance}`,
    holder: instance,
    until: until.getTime(),
  }))
  await tx.insertInto('leads').values(rows).execute()
}

/** The instance ends: nothing is kept for it. */
export async function releaseTargets(db: Db, instance: string): Promise<void> {
  await db.deleteFrom('leads').where('name', 'like', `${prefix}%`).where('holder', '=', instance).execute()
}

/** Targets that some instance claims. The claims of those that are gone are removed. */
export async function listClaimedTargets(tx: Tx, now: Date): Promise<Set<string>> {
  const claims = tx.selectFrom('leads').select('name').where('name', 'like', `${prefix}%`)
  await tx
    .deleteFrom('leads')
    .where('name', 'like', `${prefix}%`)
    .where('until', '<=', now.getTime())
    .execute()
  const rows = await claims.execute()
  return new Set(rows.map(({ name }) => name.slice(prefix.length).split(' ')[0] ?? ''))
}
