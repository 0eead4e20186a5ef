import { type Expression, sql } from 'kysely'
import { memoize } from '#platform/base/memoize.ts'
import type { Db } from '#platform/storage/database.ts'
import { prepare } from '#platform/storage/prepare.ts'
import { unconfirmedOf } from '../baselines/baselines-store.ts'
import type { Catalog } from '../catalog/permission-set.ts'
import type { Status } from '../status/status.ts'
import type { Tenant, TenantState } from '../tenants/tenant.ts'
import type { Grant } from './grant.ts'
import { evaluationFromJson } from './grant-json.ts'
import { limitedApps, setsOf } from './tenant-limit.ts'
import { usedIn, waitingIn } from './used-grants-store.ts'

type Kind = 'tenant' | 'grant' | 'requirement' | 'exception' | 'baseline' | 'used' | 'waiting'

/** Texts and numbers mean something else in each kind: what, says the function beside its query. */
export interface ShownRow {
  kind: Kind
  id: string
  t1: string | null
  t2: string | null
  t3: string | null
  t4: string | null
  n1: number | null
  n2: number | null
  n3: number | null
  n4: number | null
}

/** Everything stored that the card of a tenant shows, but memories, in one statement: most of the work of a small one is around it. */
export async function selectShown(db: Db, catalog: Catalog, tenantId: string): Promise<readonly ShownRow[]> {
  return (await statementFor(catalog)(db, { tenantId })).rows
}

const statementFor = memoize((catalog: Catalog) =>
  prepare((db: Db, { tenantId }: { tenantId: string }) => {
    const rest: Expression<ShownRow>[] = [
      grants(db, tenantId),
      requirements(db),
      exceptions(db, tenantId),
      unconfirmed(db, tenantId),
      ...limitedSets(catalog).flatMap((limited) => [used(db, limited), waiting(db, limited)]),
    ]
    return rest.reduce<ReturnType<typeof tenants>>((all, part) => all.unionAll(part), tenants(db, tenantId))
  }),
)

/** The sets of apps with a limit, with the largest of these. */
function limitedSets(catalog: Catalog): { setId: string; most: number }[] {
  const found = new Map<string, number>()
  for (const { app, limit } of limitedApps(catalog.apps))
    for (const setId of setsOf(catalog, app)) found.set(setId, Math.max(limit, found.get(setId) ?? 0))
  return [...found].map(([setId, most]) => ({ setId, most }))
}

const kind = (name: Kind) => sql<Kind>`${sql.lit(name)}`.as('kind')
const noText = sql<string | null>`cast(null as text)`
const noNumber = sql<number | null>`cast(null as bigint)`
const noTexts = [noText.as('t1'), noText.as('t2'), noText.as('t3'), noText.as('t4')] as const
const noMoreNumbers = [noNumber.as('n2'), noNumber.as('n3'), noNumber.as('n4')] as const

const tenants = (db: Db, tenantId: string) =>
  db
    .selectFrom('tenants')
    .select([kind('tenant'), 'id', 'display_name as t1', 'default_domain as t2', 'state as t3'])
    .select([noText.as('t4'), 'version as n1', 'added_at as n2', 'checked_at as n3', noNumber.as('n4')])
    .where('id', '=', tenantId)
    .$castTo<ShownRow>()

export function tenantFrom({ id, t1, t2, t3, n1, n2, n3 }: ShownRow): Tenant {
  return {
    id,
    displayName: t1 ?? '',
    defaultDomain: t2 ?? '',
    state: t3 as TenantState,
    version: n1 ?? 0,
    addedAt: new Date(n2 ?? 0),
    ...(n3 !== null && { checkedAt: new Date(n3) }),
  }
}

const grants = (db: Db, tenantId: string) =>
  db
    .selectFrom('grants')
    .leftJoin('blocks', (join) =>
      join.onRef('blocks.tenant_id', '=', 'grants.tenant_id').onRef('blocks.set_id', '=', 'grants.set_id'),
    )
    .select([kind('grant'), 'grants.set_id as id', 'evaluation_json as t1', 'status as t2'])
    .select([noText.as('t3'), noText.as('t4'), 'version as n1', 'status_since as n2'])
    .select(['usable as n3', 'blocks.at as n4'])
    .where('grants.tenant_id', '=', tenantId)
    .$castTo<ShownRow>()

/** A grant without its memory. */
export interface StoredGrant extends Omit<Grant, 'memory' | 'usableSince' | 'excepted'> {
  /** A block of its own stands beside it. */
  isBlocked: boolean
}

/** @throws DamagedGrantError */
export function grantFrom(tenantId: string, { id, t1, t2, n1, n2, n3, n4 }: ShownRow): StoredGrant {
  return {
    tenantId,
    setId: id,
    version: n1 ?? 0,
    status: t2 as Status,
    statusSince: new Date(n2 ?? 0),
    usable: n3 === 1,
    isBlocked: n4 !== null,
    ...evaluationFromJson(t1 ?? ''),
  }
}

const requirements = (db: Db) =>
  db
    .selectFrom('requirements')
    .select([kind('requirement'), 'set_id as id', 'version as t1', 'source as t2', 'problem as t3'])
    .select(['outcome_json as t4', 'read_at as n1', ...noMoreNumbers])
    .$castTo<ShownRow>()

/** As `requirementsOf` takes it. */
export const requirementRow = ({ id, t1, t2, t3, t4, n1 }: ShownRow) => ({
  set_id: id,
  version: t1 ?? '',
  source: t2 ?? '',
  read_at: n1 ?? 0,
  problem: t3,
  outcome_json: t4,
})

const exceptions = (db: Db, tenantId: string) =>
  db
    .selectFrom('exceptions')
    .select([kind('exception'), 'id', ...noTexts, 'version as n1', ...noMoreNumbers])
    .where('tenant_id', '=', tenantId)
    .where('ended_at', 'is', null)
    .$castTo<ShownRow>()

export const exceptionFrom = ({ id, n1 }: ShownRow) => [id, n1 ?? 0] as const

const unconfirmed = (db: Db, tenantId: string) =>
  db
    .selectFrom(unconfirmedOf(db, tenantId).limit(1).as('unconfirmed'))
    .select([kind('baseline'), 'set_id as id', ...noTexts, noNumber.as('n1'), ...noMoreNumbers])
    .$castTo<ShownRow>()

type Limited = ReturnType<typeof limitedSets>[number]

const setOf = ({ setId }: Limited) => sql<string>`cast(${setId} as text)`.as('id')

const used = (db: Db, limited: Limited) =>
  db
    .selectFrom(usedIn(db, limited).as('used'))
    .innerJoin('tenants', 'tenants.id', 'used.tenant_id')
    .select([kind('used'), setOf(limited), 'used.tenant_id as t1', 'display_name as t2'])
    .select([noText.as('t3'), noText.as('t4'), 'used.usable_since as n1', ...noMoreNumbers])
    .$castTo<ShownRow>()

const waiting = (db: Db, limited: Limited) =>
  db
    .selectFrom(waitingIn(db, limited).as('waiting'))
    .innerJoin('tenants', 'tenants.id', 'waiting.tenant_id')
    .select([kind('waiting'), setOf(limited), 'waiting.tenant_id as t1', 'display_name as t2'])
    .select([noText.as('t3'), noText.as('t4'), noNumber.as('n1'), ...noMoreNumbers])
    .$castTo<ShownRow>()

/** Of a used or waiting one, as `firstUsing` takes it. */
export const useRow = ({ id, t1, t2, n1 }: ShownRow) => ({
  setId: id,
  tenant_id: t1 ?? '',
  display_name: t2 ?? '',
  usable_since: n1,
})
