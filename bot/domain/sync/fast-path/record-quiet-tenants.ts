import { UserError } from '#platform/base/errors.ts'
import type { TenantRead } from '#platform/microsoft/facts.ts'
import type { Tx } from '#platform/storage/database.ts'
import { noteGrants } from '../../access-events/note-access.ts'
import { detectConditions } from '../../alerts/detect-conditions.ts'
import type { Baseline } from '../../baselines/baseline.ts'
import { insertBaselines, listBaselinesOf } from '../../baselines/baselines-store.ts'
import { explainRead } from '../../baselines/explain-read.ts'
import { listOpenCampaigns } from '../../campaigns/campaigns-store.ts'
import type { Requirement } from '../../catalog/permission-set.ts'
import { watchedSince } from '../../consent/granted-beyond.ts'
import type { Deps } from '../../deps.ts'
import { type AppliedRead, applyRead } from '../../grants/apply-read.ts'
import { listBlocksOf } from '../../grants/blocks-store.ts'
import type { Grant } from '../../grants/grant.ts'
import { storeQuietGrants } from '../../grants/grants-bulk-store.ts'
import { noteChanges } from '../../grants/record-read.ts'
import type { Reevaluation } from '../../grants/reevaluate.ts'
import { areSameApps, markManyRefreshed, type Refresh } from '../../tenants/app-refreshes-store.ts'
import {
  noteScheduled,
  refreshesOf,
  renewSettledReads,
  replaceSettledReads,
  type SettledRead,
} from '../../tenants/settled-reads-store.ts'
import { writeSummaries } from '../../tenants/summaries-store.ts'
import type { Tenant } from '../../tenants/tenant.ts'
import { markCheckedAgain } from '../../tenants/tenants-store.ts'
import type { Counted } from '../count-in-run.ts'
import { failureOf } from '../record-tenant.ts'
import { appsOf, refreshedBy } from '../refreshed-apps.ts'
import { listQuietGrants } from './quiet-grants-store.ts'
import { listQuietTenants, type QuietTenant } from './quiet-tenants-store.ts'

type Needs = Pick<Deps, 'clock' | 'rules' | 'catalog'>
type WholeRead = Extract<TenantRead, { connection: 'ok' }>

interface QuietOrder {
  reads: readonly { tenantId: string; read: WholeRead }[]
  manual: boolean
  requirements: readonly Requirement[]
  evaluationKey: string
}

/** A tenant with the result of its read. */
interface AppliedQuietRead extends QuietTenant, AppliedRead {
  read: WholeRead
  /** Of sets that were read for the first time. */
  baselines: readonly Baseline[]
  /** All grants as they will be stored, also of sets that are no longer required. */
  grants: readonly Grant[]
}

/**
 * Fast path: stores the reads of tenants that trigger no alert, campaign or consent with a few statements for all of them,
 * with the same result as `recordTenant` for each. Returns what it has stored, by tenant id; a read with an alert, a
 * campaign, a consent, something seen once or not explained, or a new tenant name is left to `recordTenant`.
 * @throws UserError CARD_OUTDATED when another transaction wrote in between
 */
export async function recordQuietTenants(
  deps: Needs,
  tx: Tx,
  order: QuietOrder,
): Promise<Map<string, Counted>> {
  const applied = await applyQuietReads(deps, tx, order)
  if (applied.length === 0) return new Map()
  const reevaluations = applied.flatMap((each) => each.reevaluations)
  if (!(await storeQuietGrants(tx, reevaluations))) throw new UserError('CARD_OUTDATED')
  noteGrants(
    deps,
    tx,
    reevaluations.map(({ grant, old }) => ({
      tenantId: grant.tenantId,
      setId: grant.setId,
      is: grant,
      was: old,
    })),
  )
  await insertBaselines(
    tx,
    applied.flatMap(({ baselines }) => baselines),
  )
  await storeTimes(deps, tx, applied, order)
  await recordChanges(tx, applied)
  return new Map(
    applied.map(({ tenant: { id }, reevaluations }) => [
      id,
      { tenantId: id, changed: reevaluations.filter(({ change }) => change).length },
    ]),
  )
}

async function applyQuietReads(
  deps: Needs,
  tx: Tx,
  { reads, requirements }: QuietOrder,
): Promise<AppliedQuietRead[]> {
  const ids = reads.map(({ tenantId }) => tenantId)
  const quiet = await listQuietTenants(tx, ids, watchedSince(deps))
  const blocked = await listBlocksOf(tx, [...quiet.keys()])
  const stored = await listQuietGrants(tx, quiet, blocked)
  const known = await listBaselinesOf(tx, [...quiet.keys()])
  const campaigns = new Set((await listOpenCampaigns(tx)).map(({ setId }) => setId))
  return reads.flatMap(({ tenantId, read }) => {
    const tenant = quiet.get(tenantId)
    if (!tenant || failureOf(read) || !isNamed(tenant.tenant, read)) return []
    const grants = stored.get(tenantId) ?? []
    const blocks = blocked.get(tenantId) ?? new Map()
    const memories = new Map(grants.map(({ setId, memory }) => [setId, memory]))
    const baselines = known.get(tenantId) ?? new Map()
    const explains = explainRead({ tenantId, read, requirements, memories, baselines, links: [] })
    const { explained, made } = explains
    const applied = applyRead(deps, { tenantId, grants, blocks, explained, read, requirements })
    const { reevaluations } = applied
    const needsMore = reevaluations.some((each) => campaigns.has(each.grant.setId) || opensAlert(each))
    const asksLinks = explains.isOpen || explains.changed.length > 0
    if (!applied.complete || applied.readAgain || needsMore || asksLinks) return []
    const all = [...grants, ...reevaluations.map(({ grant }) => grant)]
    const next = new Map(all.map((grant) => [grant.setId, grant]))
    return [{ ...tenant, ...applied, read, baselines: made, grants: [...next.values()] }]
  })
}

const isNamed = (tenant: Tenant, { organization }: WholeRead): boolean =>
  !organization.read ||
  (['', tenant.displayName].includes(organization.value.displayName) &&
    ['', tenant.defaultDomain].includes(organization.value.defaultDomain))

const opensAlert = ({ grant, old, visibleChange }: Reevaluation): boolean =>
  visibleChange && detectConditions(grant, old).holds.length > 0

/** Stores when each tenant was read and each app refreshed, and the new settled reads. */
async function storeTimes(
  { catalog }: Needs,
  tx: Tx,
  applied: readonly AppliedQuietRead[],
  { manual, evaluationKey: requirements }: QuietOrder,
): Promise<void> {
  const refreshes: Refresh[] = []
  const settledReads: SettledRead[] = []
  const readAgain: SettledRead[] = []
  for (const { tenant, read, grants, stable, before } of applied) {
    const tenantId = tenant.id
    const usableSets = grants.filter(({ usable }) => usable).map(({ setId }) => setId)
    const apps = appsOf(catalog, usableSets)
    const { digest } = read
    const settled = stable && digest !== undefined ? { tenantId, digest, requirements, apps } : undefined
    // Then the time of the tenant says when its apps were refreshed, as after an unchanged read.
    if (settled && before && areSameApps(before.apps, apps)) {
      readAgain.push(settled)
      continue
    }
    const times = new Map((before ? refreshesOf(before) : []).map(({ appId, at }) => [appId, at]))
    for (const appId of refreshedBy(apps, manual)) times.set(appId, read.at)
    for (const [appId, at] of times) refreshes.push({ tenantId, appId, at })
    if (settled) settledReads.push(settled)
  }
  const at = new Date(Math.min(...applied.map(({ read }) => read.at.getTime())))
  const again = readAgain.map(({ tenantId }) => tenantId)
  const ids = applied.map(({ tenant }) => tenant.id)
  const others = ids.filter((id) => !again.includes(id))
  await replaceSettledReads(tx, others, settledReads)
  await markManyRefreshed(tx, refreshes)
  await renewSettledReads(tx, readAgain)
  if (!manual) await noteScheduled(tx, again, at)
  await markCheckedAgain(tx, ids, at)
}

/** Stores the summaries for the tenant list and adds the audit entries. */
async function recordChanges(tx: Tx, applied: readonly AppliedQuietRead[]): Promise<void> {
  const changed = applied
    .map((each) => ({ ...each, changes: each.reevaluations.flatMap(({ change }) => change ?? []) }))
    .filter(({ changes }) => changes.length > 0)
  const summaries = changed.map(({ tenant: { id }, grants }) => {
    return { id, statuses: grants.map(({ status }) => status) }
  })
  await writeSummaries(tx, summaries)
  for (const { tenant, changes, read } of changed) {
    await noteChanges(tx, tenant, { state: tenant.state, changes, at: read.at })
  }
}
