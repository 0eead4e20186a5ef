import { findConnectionConsent } from '#domain/consent/consents-store.ts'
import type { Deps } from '#domain/deps.ts'
import type { Exception } from '#domain/exceptions/exception.ts'
import { listLiveExceptions } from '#domain/exceptions/exceptions-store.ts'
import type { StoredGrant } from '#domain/grants/shown-rows-store.ts'
import { readShownTenant, type ShownTenant } from '#domain/grants/shown-tenant-store.ts'
import { findVersions, type StoredVersions } from '#domain/grants/stored-versions-store.ts'
import { type BoundApp, listUsedElsewhere, usedElsewhere } from '#domain/grants/tenant-limit.ts'
import type { Scope } from '#domain/people/role-reading.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { minutes } from '#platform/base/time.ts'
import type { Notice } from '../../../cards/notice.ts'
import { readerKey } from '../../../cards/reader.ts'
import type { Card } from '../../../cards/render.ts'
import type { Rights } from '../../../cards/subjects.ts'
import { tenantCard } from '../../../cards/tenant.ts'
import type { Turn } from '../teams/actions/action.ts'
import type { Actor } from '../teams/actions/actor.ts'
import { elsewhereOf } from './elsewhere-view.ts'
import { type FacesOfTenant, readFaces } from './faces-of-tenant.ts'
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
  if (kept && kept.state() === (await findState(deps, shown.tenantId))) {
    deps.cardCache.keep(key, { ...kept, dataVersion })
    return kept.card
  }
  const { card, state } = await drawTenant(deps, shown, reader)
  // No version changes with a connection that is in progress.
  if (state) deps.cardCache.keep(key, { card, dataVersion, state })
  return card
}

/** For whom a card is drawn. */
interface Reader {
  rights: Rights
  /** Other tenants that it may name. */
  namesOf: Scope
}

type Elsewhere = ReadonlyMap<string, BoundApp>

/** Made into text only if the card is looked at again. */
const stateOf = (versions: StoredVersions, elsewhere: Elsewhere) => (): string =>
  JSON.stringify([versions, [...elsewhere]])

/** Undefined if there is no such tenant. */
async function findState(deps: HandlerDeps, tenantId: string): Promise<string | undefined> {
  const { db } = deps.database
  const versions = await findVersions(db, tenantId)
  if (!versions) return undefined
  return stateOf(versions, await listUsedElsewhere(deps, db, tenantId))()
}

/** The card, and the state that it can be kept for; undefined if it can't be kept. */
async function drawTenant(
  deps: HandlerDeps,
  shown: Shown,
  reader: Reader,
): Promise<{ card: Card; state: (() => string) | undefined }> {
  const stored = await readTenant(deps, shown.tenantId)
  return {
    card: renderTenant(deps, { ...stored, ...reader, ...shown }),
    state: stored.isRead ? stateOf(versionsOf(stored), stored.elsewhere) : undefined,
  }
}

/** Everything that the card depends on, except its reader. */
interface Stored extends ShownTenant, FacesOfTenant {
  grants: readonly StoredGrant[]
  elsewhere: Elsewhere
  /** What is accepted there. */
  live: readonly Exception[]
  connectionConsentId: string | undefined
  /** No consent to the reader app is needed, so none can be in progress. */
  isRead: boolean
}

async function readTenant(deps: HandlerDeps, tenantId: string): Promise<Stored> {
  const { catalog, database } = deps
  const { db } = database
  const shown = await readShownTenant(db, catalog, tenantId)
  const elsewhere = usedElsewhere(catalog, tenantId, shown.listUsing)
  const grants = shown.readGrants()
  const faces = await readFaces(deps, { ...shown, grants }, elsewhere)
  const isRead = shown.tenant.state === 'connected' && !faces.lacksReaderRight
  return {
    ...shown,
    ...faces,
    grants,
    elsewhere,
    live: shown.exceptions.length > 0 ? await listLiveExceptions(db, tenantId) : [],
    connectionConsentId: isRead ? undefined : await findConnectionConsent(db, tenantId),
    isRead,
  }
}

const versionsOf = ({ tenant, readings, grants, exceptions, isUnconfirmed }: Stored): StoredVersions => ({
  tenant: tenant.version,
  checkedAt: tenant.checkedAt,
  grants: grants.map(({ setId, version }) => [setId, version]),
  requirements: readings.map(({ setId, version }) => [setId, version]),
  exceptions,
  isUnconfirmed,
})

interface TenantCard extends Stored, Reader {
  notice?: Notice
  page?: number
}

function renderTenant(deps: Deps, given: TenantCard): Card {
  const { tenant, connectionConsentId, isUnconfirmed, elsewhere, live, rights, namesOf, nameOf } = given
  const { notice, page } = given
  return tenantCard({
    now: deps.clock(),
    tenant: tenantRef(tenant),
    state: tenant.state,
    connectionConsentId,
    isUnconfirmed,
    checkedAt: tenant.checkedAt,
    sets: given.sets.map(({ set, requirement, face }) => {
      const where = elsewhereOf({ use: elsewhere.get(set.id), face, namesOf }, nameOf)
      const row = setRow(deps, { tenantId: tenant.id, set, requirement, face, live })
      return where ? { ...row, elsewhere: where } : row
    }),
    rights,
    notice,
    page,
  })
}
