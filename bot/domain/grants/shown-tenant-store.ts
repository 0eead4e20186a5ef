import { UserError } from '#platform/base/errors.ts'
import type { Db } from '#platform/storage/database.ts'
import type { Catalog } from '../catalog/permission-set.ts'
import { requirementsOf, type StoredRequirement } from '../requirements/requirements-store.ts'
import type { Tenant } from '../tenants/tenant.ts'
import {
  exceptionFrom,
  grantFrom,
  requirementRow,
  type ShownRow,
  type StoredGrant,
  selectShown,
  tenantFrom,
  useRow,
} from './shown-rows-store.ts'
import { type ListUsing, setsOf } from './tenant-limit.ts'
import { firstTenants, firstUsing } from './used-grants-store.ts'

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
  const byKind = Map.groupBy(rows, ({ kind }) => kind)
  const of = (kind: ShownRow['kind']) => byKind.get(kind) ?? []
  const [tenant] = of('tenant')
  if (!tenant) throw new UserError('TENANT_UNKNOWN', { text: tenantId })
  const [used, waiting] = [of('used').map(useRow), of('waiting').map(useRow)]
  return {
    tenant: tenantFrom(tenant),
    readGrants: () => of('grant').map((row) => grantFrom(tenantId, row)),
    readings: await requirementsOf(db, of('requirement').map(requirementRow)),
    exceptions: of('exception').map(exceptionFrom),
    isUnconfirmed: of('baseline').length > 0,
    listUsing: ({ app, limit }) => {
      const sets = setsOf(catalog, app)
      const isOfApp = ({ setId }: { setId: string }): boolean => sets.includes(setId)
      const ids = waiting.filter(isOfApp).map((use) => use.tenant_id)
      return firstTenants(firstUsing(used.filter(isOfApp)), ids, limit)
    },
    nameOf: (id) => [...used, ...waiting].find((use) => use.tenant_id === id)?.display_name,
  }
}

const byId = (one: ShownRow, other: ShownRow): number => (one.id < other.id ? -1 : 1)
