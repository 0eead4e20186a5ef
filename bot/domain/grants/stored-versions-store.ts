import { sql } from 'kysely'
import type { Db } from '#platform/storage/database.ts'
import { prepare } from '#platform/storage/prepare.ts'
import { unconfirmedOf } from '../baselines/baselines-store.ts'

/** Versions of everything stored that the card of a tenant shows: while they are equal, the card is valid. */
export interface StoredVersions {
  tenant: number
  /** Time of the last complete read, which changes no version. */
  checkedAt: Date | undefined
  /** Of each set with a grant, by set id. */
  grants: readonly [setId: string, version: number][]
  /** Of each set whose registration was read, by set id. */
  requirements: readonly [setId: string, version: string][]
  /** Of each exception that counts now, by ID. */
  exceptions: readonly (readonly [id: string, version: number])[]
  /** Whether somebody still has to look at what the first reads found. */
  isUnconfirmed: boolean
}

/** One small query instead of five large ones. Undefined if there is no such tenant. */
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
    exceptions: of('exception').map(({ id, version }) => [id, Number(version)]),
    isUnconfirmed: of('baseline').length > 0,
  }
}

const versionAsText = sql<string>`cast(version as text)`.as('version')
const noVersion = sql<string>`''`.as('version')
const noTime = sql<number | null>`null`.as('checked_at')

const selectVersions = prepare((db: Db, given: { tenantId: string }) =>
  db
    .selectFrom('tenants')
    .select((eb) => [eb.val('tenant').as('kind'), 'id', versionAsText, 'checked_at'])
    .where('id', '=', given.tenantId)
    .unionAll((eb) =>
      eb
        .selectFrom('grants')
        .select((of) => [of.val('grant').as('kind'), 'set_id as id', versionAsText, noTime])
        .where('tenant_id', '=', given.tenantId),
    )
    .unionAll((eb) =>
      eb
        .selectFrom('requirements')
        .select((of) => [of.val('requirement').as('kind'), 'set_id as id', 'version', noTime]),
    )
    .unionAll((eb) =>
      eb
        .selectFrom('exceptions')
        .select((of) => [of.val('exception').as('kind'), 'id', versionAsText, noTime])
        .where('tenant_id', '=', given.tenantId)
        .where('ended_at', 'is', null),
    )
    .unionAll((eb) =>
      eb
        .selectFrom(unconfirmedOf(db, given.tenantId).as('unconfirmed'))
        .select((of) => [of.val('baseline').as('kind'), 'set_id as id', noVersion, noTime]),
    )
    .orderBy('id'),
)
