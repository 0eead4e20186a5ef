import { UserError } from '#platform/base/errors.ts'
import type { Db } from '#platform/storage/database.ts'
import type { Catalog } from '../catalog/permission-set.ts'
import { requirementsOf, type StoredRequirement } from '../requirements/requirements-store.ts'
import type { Status } from '../status/status.ts'
import type { Tenant, TenantState } from '../tenants/tenant.ts'
import type { Grant } from './grant.ts'
import { evaluationFromJson } from './grant-json.ts'
import { type ShownRow, selectShown } from './shown-rows-store.ts'
import { type ListUsing, setsOf } from './tenant-limit.ts'
import { firstTenants, firstUsing } from './used-grants-store.ts'

/** A grant without its memory. */
export interface StoredGrant extends Omit<Grant, 'memory' | 'usableSince' | 'excepted'> {
  /** A block of its own stands beside it. */
  isBlocked: boolean
}

export interface ShownTenant {
  tenant: Tenant
  /** By set ID, as are the readings. @throws DamagedGrantError */
  readGrants(): StoredGrant[]
  readings: readonly StoredRequirement[]
  /** Of each exception that counts now, by ID. */
  exceptions: readonly (readonly [id: string, version: number])[]
  /** Somebody still has to look at what the first reads found. */
  isUnconfirmed: boolean
  listUsing: ListUsing
  /** Display name of one of these. */
  nameOf(tenantId: string): string | undefined
}

/** @throws UserError TENANT_UNKNOWN */
export async function readShownTenant(db: Db, catalog: Catalog, tenantId: string): Promise<ShownTenant> {
  const rows = (await selectShown(db, catalog, tenantId)).toSorted(byId)
  const of = (kind: ShownRow['kind']) => rows.filter((row) => row.kind === kind)
  const [tenant] = of('tenant')
  if (!tenant) throw new UserError('TENANT_UNKNOWN', { text: tenantId })
  const uses = rows.filter(({ kind }) => kind === 'used' || kind === 'waiting')
  return {
    tenant: tenantFrom(tenant),
    readGrants: () => of('grant').map((row) => grantFrom(tenantId, row)),
    readings: await requirementsOf(db, of('requirement').map(requirementRow)),
    exceptions: of('exception').map(({ id, n1 }) => [id, n1 ?? 0]),
    isUnconfirmed: of('baseline').length > 0,
    listUsing: ({ app, limit }) => {
      const setIds = setsOf(catalog, app)
      return firstOf(
        uses.filter(({ id }) => setIds.includes(id)),
        limit,
      )
    },
    nameOf: (id) => uses.find(({ t1 }) => t1 === id)?.t2 ?? undefined,
  }
}

const byId = (one: ShownRow, other: ShownRow): number => (one.id < other.id ? -1 : 1)

function tenantFrom({ id, t1, t2, t3, n1, n2, n3 }: ShownRow): Tenant {
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

function grantFrom(tenantId: string, { id, t1, t2, n1, n2, n3, n4 }: ShownRow): StoredGrant {
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

const requirementRow = ({ id, t1, t2, t3, t4, n1 }: ShownRow) => ({
  set_id: id,
  version: t1 ?? '',
  source: t2 ?? '',
  read_at: n1 ?? 0,
  problem: t3,
  outcome_json: t4,
})

function firstOf(uses: readonly ShownRow[], most: number): string[] {
  const [used, waiting] = [
    uses.filter(({ kind }) => kind === 'used'),
    uses.filter(({ kind }) => kind === 'waiting'),
  ]
  const inUse = firstUsing(used.map(({ t1, n1 }) => ({ tenant_id: t1 ?? '', usable_since: n1 })))
  return firstTenants(
    inUse,
    waiting.map(({ t1 }) => t1 ?? ''),
    most,
  )
}
