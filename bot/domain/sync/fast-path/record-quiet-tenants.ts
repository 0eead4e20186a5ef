import { UserError } from '#platform/base/errors.ts'
import type { TenantRead } from '#platform/microsoft/facts.ts'
import type { Tx } from '#platform/storage/database.ts'
import { detectConditions } from '../../alerts/detect-conditions.ts'
import { listOpenCampaigns } from '../../campaigns/campaigns-store.ts'
import type { Requirement } from '../../catalog/permission-set.ts'
import type { Deps } from '../../deps.ts'
import type { Grant } from '../../grants/grant.ts'
import { listGrantsOf, writeGrants } from '../../grants/grants-bulk-store.ts'
import type { JudgedGrant } from '../../grants/judge-grant.ts'
import { type LearnedTenant, learnTenant } from '../../grants/learn-tenant.ts'
import { noteChanges } from '../../grants/record-read.ts'
import { markManyRefreshed, type Refresh } from '../../tenants/app-refreshes-store.ts'
import { refreshesOf, replaceSettled, type SettledRead } from '../../tenants/baselines-store.ts'
import { writeSummaries } from '../../tenants/summaries-store.ts'
import type { Tenant } from '../../tenants/tenant.ts'
import { markCheckedAgain } from '../../tenants/tenants-store.ts'
import type { Counted } from '../count-in-run.ts'
import { failureOf } from '../record-tenant.ts'
import { appsOf, refreshedBy } from '../refreshed-apps.ts'
import { listQuietTenants, type QuietTenant } from './quiet-tenants-store.ts'

type Needs = Pick<Deps, 'clock' | 'rules' | 'catalog'>
type WholeRead = Extract<TenantRead, { connection: 'ok' }>

export interface QuietOrder {
  reads: readonly { tenantId: string; read: WholeRead }[]
  manual: boolean
  requirements: readonly Requirement[]
  /** Names what the facts are judged by. */
  judgedBy: string
}

/** A tenant with what its read taught. */
interface Learned extends QuietTenant, LearnedTenant {
  read: WholeRead
  /** As they are to be, those of sets that are not required any more too. */
  grants: readonly Grant[]
}

/**
 * Fast path: stores the reads of tenants that trigger no alert, campaign or consent with a few statements for all of them,
 * with the same result as `recordTenant` for each. Returns what it has stored, by tenant id; a read with an alert, a campaign,
 * a consent, an unconfirmed loss or a new tenant name is left to `recordTenant`.
 * @throws UserError CARD_OUTDATED when another transaction wrote in between
 */
export async function recordQuietTenants(
  deps: Needs,
  tx: Tx,
  order: QuietOrder,
): Promise<Map<string, Counted>> {
  const learned = await learnQuiet(deps, tx, order)
  if (learned.length === 0) return new Map()
  const judged = learned.flatMap((each) => each.judged)
  if (!(await writeGrants(tx, judged))) throw new UserError('CARD_OUTDATED')
  await keepTimes(deps, tx, learned, order)
  await tellChanges(tx, learned)
  return new Map(
    learned.map(({ tenant: { id }, judged }) => [
      id,
      { tenantId: id, changed: judged.filter(({ change }) => change).length },
    ]),
  )
}

async function learnQuiet(deps: Needs, tx: Tx, { reads, requirements }: QuietOrder): Promise<Learned[]> {
  const ids = reads.map(({ tenantId }) => tenantId)
  const quiet = await listQuietTenants(tx, ids)
  const stored = await listGrantsOf(tx, [...quiet.keys()])
  const campaigns = new Set((await listOpenCampaigns(tx)).map(({ setId }) => setId))
  return reads.flatMap(({ tenantId, read }) => {
    const known = quiet.get(tenantId)
    if (!known || failureOf(read) || !isNamed(known.tenant, read)) return []
    const grants = stored.get(tenantId) ?? []
    const learned = learnTenant(deps, { tenantId, grants, read, requirements })
    const told = learned.judged.some((each) => campaigns.has(each.grant.setId) || opensAlert(each))
    if (!learned.complete || learned.lossPending || told) return []
    const next = new Map(
      [...grants, ...learned.judged.map(({ grant }) => grant)].map((grant) => [grant.setId, grant]),
    )
    return [{ ...known, ...learned, read, grants: [...next.values()] }]
  })
}

const isNamed = (tenant: Tenant, { organization }: WholeRead): boolean =>
  !organization.read ||
  (organization.value.displayName === tenant.displayName &&
    organization.value.defaultDomain === tenant.defaultDomain)

const opensAlert = ({ grant, old, looksNew }: JudgedGrant): boolean =>
  looksNew && detectConditions(grant, old).holds.length > 0

/** When each tenant was read and each app refreshed, and what is settled now. */
async function keepTimes(
  { catalog }: Needs,
  tx: Tx,
  learned: readonly Learned[],
  { manual, judgedBy: requirements }: QuietOrder,
): Promise<void> {
  const refreshes: Refresh[] = []
  const settled: SettledRead[] = []
  for (const { tenant, read, grants, settled: isSettled, before } of learned) {
    const tenantId = tenant.id
    const apps = appsOf(
      catalog,
      grants.filter(({ usable }) => usable).map(({ setId }) => setId),
    )
    const times = new Map((before ? refreshesOf(before) : []).map(({ appId, at }) => [appId, at]))
    for (const appId of refreshedBy(apps, manual)) times.set(appId, read.at)
    for (const [appId, at] of times) refreshes.push({ tenantId, appId, at })
    const { digest } = read
    if (isSettled && digest !== undefined) settled.push({ tenantId, digest, requirements, apps })
  }
  const ids = learned.map(({ tenant }) => tenant.id)
  await replaceSettled(tx, ids, settled)
  await markManyRefreshed(tx, refreshes)
  await markCheckedAgain(tx, ids, new Date(Math.min(...learned.map(({ read }) => read.at.getTime()))))
}

/** What the list of tenants shows, and the entries of the history. */
async function tellChanges(tx: Tx, learned: readonly Learned[]): Promise<void> {
  const changed = learned
    .map((each) => ({ ...each, changes: each.judged.flatMap(({ change }) => change ?? []) }))
    .filter(({ changes }) => changes.length > 0)
  await writeSummaries(
    tx,
    changed.map(({ tenant: { id }, grants }) => ({ id, statuses: grants.map(({ status }) => status) })),
  )
  for (const { tenant, changes, read } of changed) {
    await noteChanges(tx, { tenant, state: tenant.state, changes, at: read.at })
  }
}
