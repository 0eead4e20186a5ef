import { sql } from 'kysely'
import type { Db } from '#platform/storage/database.ts'
import { prepare } from '#platform/storage/prepare.ts'

/** What stands for all that is stored about the grants of a tenant: while it is the same, so is everything made of it. */
export interface StoredVersions {
  tenant: number
  /** When the tenant was read last; that alone changes no version. */
  checkedAt: Date | undefined
  /** Of each set that has a grant, by set id. */
  grants: readonly [setId: string, version: number][]
  /** Of each set whose registration was read, by set id. */
  requirements: readonly [setId: string, version: string][]
}

/** One short question in place of the three long ones. Undefined if there is no such tenant. */
export async function findVersions(db: Db, tenantId: string): Promise<StoredVersions | undefined> {
  const { rows } = await selectVersions(db, { tenantId })
  const of = (kind: string) => rows.filter((row) => row.kind === kind)
  const [tenant] = of('tenant')
  if (!tenant) return undefined
  return {
    tenant: Number(tenant.version),
    checkedAt: tenant.checked_at === null ? undefined : new Date(tenant.checked_at),
    grants: of('grant').map(({ id, version }) => [id, Number(version)]),
    requirements: of('requirement').map(({ id, version }) => [id, version]),
  }
}

const selectVersions = prepare((db: Db, given: { tenantId: string }) =>
  db
    .selectFrom('tenants')
    .select((eb) => [
      eb.val('tenant').as('kind'),
      'id',
      sql<string>`cast(version as text)`.as('version'),
      'checked_at',
    ])
    .where('id', '=', given.tenantId)
    .unionAll((eb) =>
      eb
        .selectFrom('grants')
        .select((of) => [
          of.val('grant').as('kind'),
          'set_id as id',
          sql<string>`cast(version as text)`.as('version'),
          sql<number | null>`null`.as('checked_at'),
        ])
        .where('tenant_id', '=', given.tenantId),
    )
    .unionAll((eb) =>
      eb
        .selectFrom('requirements')
        .select((of) => [
          of.val('requirement').as('kind'),
          'set_id as id',
          'version',
          sql<number | null>`null`.as('checked_at'),
        ]),
    )
    .orderBy('id'),
)
