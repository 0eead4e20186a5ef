import { type PermissionKey, permissionKey } from '#domain/catalog/permission-set.ts'
import { findConsent } from '#domain/consent/consents-store.ts'
import type { Deps } from '#domain/deps.ts'
import { hasLinks } from '#domain/people/act-kinds.ts'
import { includesRole } from '#domain/people/role.ts'
import { proveRead, type Read, seenBy } from '#domain/requests/read-proof.ts'
import type { Request, SnapshotPermission } from '#domain/requests/request.ts'
import { pagesOf } from '#domain/requests/request-pages.ts'
import { getRequest, listConsentsOf } from '#domain/requests/requests-store.ts'
import { readSnapshot, snapshotDifference } from '#domain/requests/snapshot.ts'
import { getRequirement } from '#domain/requirements/current-requirements.ts'
import { leastRoleToConsent } from '#domain/status/least-role.ts'
import { UserError, type UserErrorCode } from '#platform/base/errors.ts'
import { isSamePerson, type Person } from '#platform/base/person.ts'
import type { Notice } from '../../../cards/notice.ts'
import type { Card } from '../../../cards/render.ts'
import { requestCard } from '../../../cards/request.ts'
import type { RequestCardData } from '../../../cards/request-data.ts'
import type { PermissionRef } from '../../../cards/subjects.ts'
import { en as words } from '../../../cards/words/en.ts'
import type { Actor } from '../teams/actions/actor.ts'
import { nameOf } from './people-names.ts'
import { permissionRef } from './refs.ts'
import { consequencesPart, requestedException } from './requested-parts.ts'

type Who = Pick<Person, 'tenantId' | 'objectId'>
type View = Pick<RequestCardData, 'view' | 'again' | 'refreshFor' | 'notice' | 'typed'> & {
  /** Who reads this card; absent on a shared one. */
  reader?: Who
  page?: number
  read?: Read | undefined
}

interface Shown {
  requestId: string
  notice?: Notice
  /** Default: the first one. */
  page?: number
  /** Up to which page the person has read. */
  read?: Read | undefined
  /** The reason that was typed so far. */
  reason?: string
}

/** A page of a request with the buttons of this person. @throws UserError REQUEST_UNKNOWN */
export async function showRequest(deps: Deps, actor: Actor, shown: Shown): Promise<Card> {
  const { requestId, notice, reason, page, read } = shown
  const request = await getRequest(deps.database.db, requestId)
  const decides = includesRole(actor.roles, 'approver') ? 'approver' : 'reader'
  const view = isSamePerson(actor, request.requester) ? 'requester' : decides
  const typed = reason ? { typed: reason } : {}
  return renderRequest(deps, request, {
    view,
    reader: actor,
    ...(page && { page }),
    read,
    ...typed,
    ...(notice && { notice }),
  })
}

/** The card of a request for its reader. */
export async function renderRequest(deps: Deps, request: Request, view: View): Promise<Card> {
  const { db } = deps.database
  const { snapshot, requester, signer, handed, decision } = request
  const set = deps.catalog.sets.find(({ id }) => id === request.setId)
  return requestCard({
    now: deps.clock(),
    requestId: request.id,
    version: request.version,
    code: request.code,
    kind: request.kind,
    state: request.state,
    ...shownTo(view),
    requester: { name: await nameOf(db, requester) },
    ...(signer && { signer: { name: await nameOf(db, signer) } }),
    reason: request.reason,
    ...(request.until !== undefined && { until: new Date(request.until) }),
    ...(request.reference !== undefined && { reference: request.reference }),
    ...(set && { set: { id: set.id, name: set.name } }),
    tenants: snapshot.tenants,
    ...(await listOf(deps, request, view)),
    ...consequencesPart(deps, request),
    ...(await requestedException(deps, request)),
    ...(snapshot.move && { movesTo: snapshot.move.to }),
    createdAt: request.createdAt,
    expiresAt: request.expiresAt,
    remindedAt: request.remindedAt,
    endedAt: request.endedAt,
    ...(decision && { decision: await decisionOf(deps, decision) }),
    difference: decision?.basis && snapshotDifference(snapshot, decision.basis),
    ...(handed && { handed: { by: handed.by, to: { name: await nameOf(db, handed.to) }, at: handed.at } }),
    outcome: outcomeOf(request),
    consents: await consentsOf(deps, request),
    syncRunId: request.outcome?.syncRunId,
  })
}

const shownTo = ({ view, again, refreshFor, notice, typed }: View) => ({
  view,
  ...(again && { again }),
  ...(refreshFor && { refreshFor }),
  ...(notice && { notice }),
  ...(typed && { typed }),
})

/** A page of what the approval binds. A page that comes after one the reader was not shown is the first one. */
async function listOf(
  deps: Deps,
  request: Request,
  { reader, page: wanted = 1, read }: View,
): Promise<Pick<RequestCardData, 'list' | 'read' | 'signs'>> {
  const pages = pagesOf(request.snapshot)
  const seen = reader ? seenBy(deps.rules, { request, person: reader }, read) : 0
  const page = wanted <= Math.min(seen + 1, pages.length) ? wanted : 1
  const { permissions = [], tenants = [] } = pages[page - 1] ?? {}
  const requirement = request.setId === undefined ? undefined : await findRequirement(deps, request.setId)
  const now = deps.clock()
  const known = new Map(
    (requirement?.permissions ?? []).map((each) => [permissionKey(each), permissionRef(each, now)]),
  )
  const fresh = new Set<PermissionKey>(await freshOf(deps, request))
  const all = request.snapshot.permissions
  const proven = reader && proveRead(deps.rules, { request, person: reader }, Math.max(seen, page))
  return {
    list: {
      page,
      pages: pages.length,
      tenants,
      permissions: permissions.map((each) => ({
        ...explained(each, known.get(each.key)),
        isNew: fresh.has(each.key),
        ...(each.isBeyond && { isBeyond: true as const }),
      })),
      total: all.length,
      fresh: all.filter(({ key }) => fresh.has(key)).length,
      tierZero: all.filter(({ tier }) => tier === 0).length,
      catalogVersion: request.snapshot.catalogVersion,
    },
    ...(proven && { read: proven }),
    ...(requirement && hasLinks(request.kind) && { signs: leastRoleToConsent(requirement.permissions) }),
  }
}

/** By current facts while the request is open, afterwards by those of its creation. */
async function freshOf(deps: Deps, request: Request): Promise<readonly PermissionKey[]> {
  if (request.state !== 'open') return request.snapshot.fresh
  return (await readSnapshot(deps, deps.database.db, request)).fresh
}

/** The tier is the one that was requested; what it is for is said by the catalog of today. */
const explained = (
  { api, value, type, tier }: SnapshotPermission,
  known: PermissionRef | undefined,
): PermissionRef => ({ reason: '', without: '', ...known, api, value, type, tier })

/** A set can leave the catalog; its requests stay in the history. */
async function findRequirement(deps: Deps, setId: string) {
  return getRequirement(deps, deps.database.db, setId).catch((error: unknown) => {
    if (error instanceof UserError) return undefined
    throw error
  })
}

async function decisionOf(
  deps: Deps,
  { by, reason, cause }: NonNullable<Request['decision']>,
): Promise<NonNullable<RequestCardData['decision']>> {
  return { ...(by && { by: { name: await nameOf(deps.database.db, by) } }), reason, cause }
}

function outcomeOf({ outcome, snapshot }: Request): RequestCardData['outcome'] {
  if (!outcome) return undefined
  const names = new Map(snapshot.tenants.map(({ id, name }) => [id, name]))
  const refused = outcome.refused.map(({ tenantId, code }) => ({
    tenant: names.get(tenantId) ?? tenantId,
    why: words.errors[code as UserErrorCode]?.title ?? code,
  }))
  return { done: outcome.done.length, refused }
}

async function consentsOf(deps: Deps, request: Request): Promise<RequestCardData['consents']> {
  if (!request.outcome || !(hasLinks(request.kind) || request.kind === 'add')) return []
  const wanted = request.kind === 'add' ? 'connection' : 'set'
  const consents = []
  for (const id of await listConsentsOf(deps.database.db, request.id)) {
    const links = (await findConsent(deps.database.db, id))?.links.filter(({ kind }) => kind === wanted) ?? []
    const verified = links.filter(({ phase }) => phase === 'verified').length
    consents.push({ id, verified, total: links.length })
  }
  return consents
}
