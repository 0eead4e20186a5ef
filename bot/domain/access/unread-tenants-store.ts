import type { Db } from '#platform/storage/database.ts'

/** How many tenants with usable sets were last read before `before`, and the earliest of these reads. */
export async function findUnread(db: Db, before: Date): Promise<{ count: number; oldest?: Date }> {
  const { count, oldest } = await db
    .selectFrom('tenants')
    .where('checked_at', '<=', before.getTime())
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('grants')
          .select('set_id')
          .whereRef('grants.tenant_id', '=', 'tenants.id')
          .where('usable', '=', 1),
      ),
    )
    .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.min('checked_at').as('oldest')])
    .executeTakeFirstOrThrow()
  return { count, ...(oldest !== null && { oldest: new Date(oldest) }) }
}
