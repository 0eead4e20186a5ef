import { hasUnconfirmed } from '#domain/baselines/baselines-store.ts'
import type { PermissionSet, Requirement } from '#domain/catalog/permission-set.ts'
import { findConnectionConsent } from '#domain/consent/consents-store.ts'
import type { Deps } from '#domain/deps.ts'
import type { Exception } from '#domain/exceptions/exception.ts'
import { listLiveExceptions } from '#domain/exceptions/exceptions-store.ts'
import type { Grant } from '#domain/grants/grant.ts'
import { listGrants } from '#domain/grants/grants-store.ts'
import { lacksReaderRight } from '#domain/grants/is-readable.ts'
import { findVersions, type StoredVersions } from '#domain/grants/stored-versions-store.ts'
import { type BoundApp, listUsedElsewhere } from '#domain/grants/tenant-limit.ts'
import type { Scope } from '#domain/people/role-reading.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { requirementsFrom } from '#domain/requirements/current-requirements.ts'
import { listRequirements, type StoredRequirement } from '#domain/requirements/requirements-store.ts'
import type { Tenant } from '#domain/tenants/tenant.ts'
import { getTenant } from '#domain/tenants/tenants-store.ts'
import { minutes } from '#platform/base/time.ts'
import type { Notice } from '../../../cards/notice.ts'
import { readerKey } from '../../../cards/reader.ts'
import type { Card } from '../../../cards/render.ts'
import type { Rights } from '../../../cards/subjects.ts'
import { tenantCard } from '../../../cards/tenant.ts'
import type { TenantSetRow } from '../../../cards/tenant-data.ts'
import type { Turn } from '../teams/actions/action.ts'
import type { Actor } from '../teams/actions/actor.ts'
import { readElsewhere } from './elsewhere-view.ts'
import type { HandlerDeps } from './handler-deps.ts'
import { rightsOf, tenantRef } from './refs.ts'
import { setRow } from './tenant-set-row.ts'

export interface Viewer {
  actor: Actor
  turn: Turn
}

type Shown = { tenantId: string; notice?: Notice; page?: number }

/** The card of one tenant, from the stored state. @throws UserError TENANT_UNKNOWN */
export async function showTenant(deps: HandlerDeps, { actor, turn }: Viewer, shown: Shown): Promise<Card> {
  const reader = { rights: rightsOf(actor, turn, shown.tenantId), namesOf: scopeOf(actor, 'viewer') }
  // A notice is for one moment and one person.
  if (shown.notice) return (await drawTenant(deps, shown, reader)).card
  // The card shows times in minutes, so it is valid for the current minute.
  const minute = Math.floor(deps.clock().getTime() / minutes(1))
  const key = JSON.stringify([minute, shown.tenantId, reader, shown.page, readerKey()])
  const kept = deps.cardCache.find(key)
  // Asked before anything is read: what is committed meanwhile makes the card outdated.
  const dataVersion = deps.database.dataVersion()
  if (kept && dataVersion !== undefined && kept.dataVersion === dataVersion) return kept.card
  if (kept && kept.state === (await findState(deps, shown.tenantId))) {
    deps.cardCache.keep(key, { ...kept, dataVersion })
    return kept.card
  }
  const { card, state } = await drawTenant(deps, shown, reader)
  // No version changes with a connection that is in progress.
  if (state !== undefined) deps.cardCache.keep(key, { card, state, dataVersion })
  return card
}

/** For whom a card is drawn. */
interface Reader {
  rights: Rights
  /** Other tenants that it may name. */
  namesOf: Scope
}

type Elsewhere = ReadonlyMap<string, BoundApp>

const stateOf = (versions: StoredVersions, elsewhere: Elsewhere): string =>
  JSON.stringify([versions, [...elsewhere]])

/** Undefined if there is no such tenant. */
async function findState(deps: HandlerDeps, tenantId: string): Promise<string | undefined> {
  const { db } = deps.database
  const versions = await findVersions(db, tenantId)
  if (!versions) return undefined
  return stateOf(versions, await listUsedElsewhere(deps, db, tenantId))
}

/** The card, and the state that it can be kept for; undefined if it can't be kept. */
async function drawTenant(
  deps: HandlerDeps,
  shown: Shown,
  reader: Reader,
): Promise<{ card: Card; state: string | undefined }> {
  const elsewhere = await listUsedElsewhere(deps, deps.database.db, shown.tenantId)
  const stored = await readTenant(deps, shown.tenantId)
  return {
    card: await renderTenant(deps, { ...stored, elsewhere, ...reader, ...shown }),
    state: isRead(stored) ? stateOf(versionsOf(stored), elsewhere) : undefined,
  }
}

/** Everything that the card depends on, except its reader. */
interface Stored {
  tenant: Tenant
  readings: readonly StoredRequirement[]
  grants: readonly Grant[]
  /** What is accepted there. */
  live: readonly Exception[]
  connectionConsentId: string | undefined
  /** Nobody has looked at what its first read found. */
  isUnconfirmed: boolean
}

async function readTenant(deps: HandlerDeps, tenantId: string): Promise<Stored> {
  const { db } = deps.database
  const tenant = await getTenant(db, tenantId)
  const readings = await listRequirements(db)
  const grants = await listGrants(db, tenant.id)
  const connectionConsentId = isRead({ tenant, grants })
    ? undefined
    : await findConnectionConsent(db, tenantId)
  const isUnconfirmed = await hasUnconfirmed(db, tenantId)
  const live = await listLiveExceptions(db, tenant.id)
  return { tenant, readings, grants, live, connectionConsentId, isUnconfirmed }
}

/** No consent to the reader app is needed, so none can be in progress. */
const isRead = ({ tenant, grants }: Pick<Stored, 'tenant' | 'grants'>): boolean =>
  tenant.state === 'connected' && !lacksReaderRight(grants)

const versionsOf = ({ tenant, readings, grants, live, isUnconfirmed }: Stored): StoredVersions => ({
  tenant: tenant.version,
  checkedAt: tenant.checkedAt,
  grants: grants.map(({ setId, version }) => [setId, version]),
  requirements: readings.map(({ setId, version }) => [setId, version]),
  exceptions: live
    .map(({ id, version }): [string, number] => [id, version])
    .sort(([one], [other]) => (one < other ? -1 : 1)),
  isUnconfirmed,
})

interface TenantCard extends Stored, Reader {
  elsewhere: Elsewhere
  notice?: Notice
  page?: number
}

async function renderTenant(deps: Deps, given: TenantCard): Promise<Card> {
  const { tenant, readings, connectionConsentId, isUnconfirmed, elsewhere, live, rights, namesOf } = given
  const { notice, page } = given
  const requirements = requirementsFrom(deps, readings)
  const grants = new Map(given.grants.map((grant) => [grant.setId, grant]))
  const sets = tenant.state === 'connecting' ? [] : deps.catalog.sets
  const rows: TenantSetRow[] = []
  for (const set of sets) {
    const requirement = requirementOf(requirements, set)
    const [use, grant] = [elsewhere.get(set.id), grants.get(set.id)]
    const where = await readElsewhere(deps, { use, grant, requirement, namesOf })
    rows.push({ ...setRow(deps, set, requirement, grant, { use, live }), ...(where && { elsewhere: where }) })
  }
  return tenantCard({
    now: deps.clock(),
    tenant: tenantRef(tenant),
    state: tenant.state,
    connectionConsentId,
    isUnconfirmed,
    checkedAt: tenant.checkedAt,
    sets: rows,
    rights,
    notice,
    page,
  })
}

const requirementOf = (requirements: readonly Requirement[], set: PermissionSet): Requirement =>
  requirements.find((each) => each.setId === set.id) as Requirement
