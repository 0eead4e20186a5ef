import type { PermissionKey } from '#domain/catalog/permission-set.ts'
import { permissionKey } from '#domain/catalog/permission-set.ts'
import { findConsent } from '#domain/consent/consents-store.ts'
import type { Deps } from '#domain/deps.ts'
import { includesRole } from '#domain/people/role.ts'
import type { Request, RequestSnapshot } from '#domain/requests/request.ts'
import { getRequest, listConsentsOf } from '#domain/requests/requests-store.ts'
import { readSnapshot, snapshotDifference } from '#domain/requests/snapshot.ts'
import { getRequirement } from '#domain/requirements/current-requirements.ts'
import { leastRoleToConsent } from '#domain/status/least-role.ts'
import { UserError, type UserErrorCode } from '#platform/base/errors.ts'
import { isSamePerson } from '#platform/base/person.ts'
import type { Notice } from '../../../cards/notice.ts'
import type { Card } from '../../../cards/render.ts'
import { requestCard } from '../../../cards/request.ts'
import type { RequestCardData } from '../../../cards/request-data.ts'
import { en as words } from '../../../cards/words/en.ts'
import type { Actor } from '../teams/actions/actor.ts'
import { nameOf } from './people-names.ts'
import { permissionRef } from './refs.ts'

type View = Pick<RequestCardData, 'view' | 'again' | 'refreshFor' | 'notice'>

/** A request with the buttons of this person. @throws UserError REQUEST_UNKNOWN */
export async function showRequest(
  deps: Deps,
  actor: Actor,
  { requestId, notice }: { requestId: string; notice?: Notice },
): Promise<Card> {
  const request = await getRequest(deps.database.db, requestId)
  const decides = includesRole(actor.roles, 'approver') ? 'approver' : 'reader'
  const view = isSamePerson(actor, request.requester) ? 'requester' : decides
  return renderRequest(deps, request, { view, ...(notice && { notice }) })
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
    ...view,
    requester: { name: await nameOf(db, requester) },
    ...(signer && { signer: { name: await nameOf(db, signer) } }),
    reason: request.reason,
    ...(set && { set: { id: set.id, name: set.name } }),
    tenants: snapshot.tenants,
    ...(await permissionsOf(deps, request)),
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

/** New and kept permissions: by current facts while the request is open, afterwards by those of its creation. */
async function permissionsOf(
  deps: Deps,
  request: Request,
): Promise<Pick<RequestCardData, 'fresh' | 'kept' | 'signs'>> {
  const isOpen = request.state === 'open'
  const snapshot: RequestSnapshot = isOpen
    ? await readSnapshot(deps, deps.database.db, request)
    : request.snapshot
  const fresh = new Set<PermissionKey>(snapshot.fresh)
  const requirement = request.setId === undefined ? undefined : await findRequirement(deps, request.setId)
  const known = new Map((requirement?.permissions ?? []).map((each) => [permissionKey(each), each]))
  const refs = snapshot.permissions.map(({ key, api, value, type, tier }) => {
    const explained = known.get(key)
    return {
      key,
      ref: explained ? permissionRef(explained) : { api, value, type, tier, reason: '', without: '' },
    }
  })
  return {
    fresh: refs.filter(({ key }) => fresh.has(key)).map(({ ref }) => ref),
    kept: refs.filter(({ key }) => !fresh.has(key)).map(({ ref }) => ref),
    ...(requirement && request.kind === 'grant' && { signs: leastRoleToConsent(requirement.permissions) }),
  }
}

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
  if (request.kind !== 'grant' || !request.outcome) return []
  const consents = []
  for (const id of await listConsentsOf(deps.database.db, request.id)) {
    const links = (await findConsent(deps.database.db, id))?.links.filter(({ kind }) => kind === 'set') ?? []
    const verified = links.filter(({ phase }) => phase === 'verified').length
    consents.push({ id, verified, total: links.length })
  }
  return consents
}
