import { z } from 'zod'
import type { PermissionSet } from '#domain/catalog/permission-set.ts'
import type { Deps } from '#domain/deps.ts'
import { listLiveExceptions } from '#domain/exceptions/exceptions-store.ts'
import { listGrants } from '#domain/grants/grants-store.ts'
import { faceOf } from '#domain/grants/present-grant.ts'
import { listUsedElsewhere } from '#domain/grants/tenant-limit.ts'
import { getRequirement } from '#domain/requirements/current-requirements.ts'
import type { Tenant } from '#domain/tenants/tenant.ts'
import { setRow } from '../views/tenant-set-row.ts'
import { sayFinding, sayStatus } from './say.ts'
import { findingOutput, statusOutput } from './tool.ts'

export const setOutput = z.object({
  id: z.string(),
  name: z.string(),
  apps: z.array(z.string()),
  status: statusOutput,
  since: z.string().optional(),
  lastKnown: statusOutput.optional(),
  checkedAt: z.string().optional(),
  granted: z.number().optional(),
  required: z.number(),
  findings: z.array(findingOutput),
})

/** Sets of a tenant as its card shows them, evaluated now. None while its connection is being made. */
export async function readSets(
  deps: Deps,
  tenant: Tenant,
  sets: readonly PermissionSet[],
): Promise<z.input<typeof setOutput>[]> {
  if (tenant.state === 'connecting') return []
  const { db } = deps.database
  const now = deps.clock()
  const grants = await listGrants(db, tenant.id)
  const elsewhere = await listUsedElsewhere(deps, db, tenant.id)
  const live = await listLiveExceptions(db, tenant.id)
  const said: z.input<typeof setOutput>[] = []
  for (const set of sets) {
    const requirement = await getRequirement(deps, db, set.id)
    const grant = grants.find(({ setId }) => setId === set.id)
    const face = faceOf(deps, requirement, grant, elsewhere.get(set.id))
    const row = setRow(deps, { tenantId: tenant.id, set, requirement, face, live })
    said.push({
      id: set.id,
      name: set.name,
      apps: row.apps.map(({ name }) => name),
      status: sayStatus(row.status),
      ...(row.statusSince && { since: row.statusSince.toISOString() }),
      ...(row.lastKnown && { lastKnown: sayStatus(row.lastKnown) }),
      ...(row.readAt && { checkedAt: row.readAt.toISOString() }),
      ...(row.granted !== undefined && { granted: row.granted }),
      required: row.required,
      findings: row.findings.map((finding) => sayFinding(finding, now, tenant.defaultDomain)),
    })
  }
  return said
}
