import { createHash } from 'node:crypto'
import { personKey } from '#platform/base/person.ts'
import type { Db } from '#platform/storage/database.ts'
import {
  type Permission,
  type PermissionKey,
  permissionKey,
  type Requirement,
} from '../catalog/permission-set.ts'
import type { Deps } from '../deps.ts'
import { listUnconfirmed } from '../grants/confirm-baseline.ts'
import type { Grant } from '../grants/grant.ts'
import { findGrant, listGrants } from '../grants/grants-store.ts'
import { findSources } from '../moves/move-sources.ts'
import { accepts, type RequestKind } from '../people/act-kinds.ts'
import { getRequirement } from '../requirements/current-requirements.ts'
import { hashOfFacts } from '../status/acceptable.ts'
import { standingBlock } from '../status/closure.ts'
import { comparePermissions, type Extra, findGaps, nameGranted } from '../status/compare-permissions.ts'
import { idOfPermission } from '../status/granted-ids.ts'
import { confirmedIds } from '../status/memory.ts'
import { attentionOf, worstOf } from '../status/rank.ts'
import type { Status } from '../status/status.ts'
import { findTenant } from '../tenants/tenants-store.ts'
import { permissionsOf, readException } from './ordered-exception.ts'
import type { Order, RequestSnapshot, SnapshotPermission, SnapshotTenant } from './request.ts'

type Needs = Pick<Deps, 'catalog' | 'clientIds' | 'rules'>

/** The effect of an order now, its worst tenants first. Leaves out tenants that were removed, unless it adds them. @throws UserError SET_UNKNOWN */
export async function readSnapshot(deps: Needs, db: Db, order: Order): Promise<RequestSnapshot> {
  const { kind, setId } = order
  const requirement = setId === undefined ? undefined : await getRequirement(deps, db, setId)
  const exception = await readException(db, order)
  const permissions = accepts(kind) ? [] : permissionsOf(requirement, exception)
  const tenants: SnapshotTenant[] = []
  const fresh = new Set<Permission>()
  const beyond = new Map<PermissionKey, SnapshotPermission>()
  for (const id of order.tenantIds) {
    const tenant = (await findTenant(db, id)) ?? (kind === 'add' ? unlisted(id, order.domain) : undefined)
    if (!tenant) continue
    const grant = setId === undefined ? undefined : await findGrant(db, id, setId)
    const gets = kind !== 'except' && (kind !== 'move' || id === order.tenantIds[0])
    const { displayName: name, defaultDomain: domain } = tenant
    const status = setId === undefined ? await worstStatus(db, id) : (grant?.status ?? 'unknown')
    const extras = await toExplain(deps, db, { order, tenantId: id, requirement, grant })
    for (const each of extras) beyond.set(each.key, each)
    tenants.push({
      ...{ id, name, domain, ...blockOf(kind, grant), status },
      ...(extras.length > 0 && { beyond: extras.map(({ key }) => key).toSorted() }),
    })
    if (gets && !accepts(kind)) for (const permission of gapsOf(requirement, grant)) fresh.add(permission)
  }
  return {
    kind,
    ...(setId !== undefined && { setId }),
    tenants: tenants.toSorted(worstFirst),
    permissions: [...permissions.map(snapshotPermission), ...beyond.values()],
    fresh: permissions.filter((each) => fresh.has(each)).map(permissionKey),
    // The findings say what of the list matters to an exception.
    ...(requirement && !exception && { requirementVersion: requirement.version }),
    catalogVersion: deps.catalog.version,
    ...(order.until !== undefined && { until: order.until }),
    ...(kind === 'move' && { move: await readMoved(deps, db, order) }),
    ...(exception && { exception }),
  }
}

/** What a move would block now. */
async function readMoved(deps: Needs, db: Db, { setId, tenantIds }: Order): Promise<RequestSnapshot['move']> {
  const [to = '', from] = tenantIds
  const set = deps.catalog.sets.find(({ id }) => id === setId)
  const { sources } = set ? await findSources(deps, db, { set, tenantId: to, from }) : { sources: [] }
  return { to, blocks: sources.map(({ tenant, set: { id } }) => ({ tenantId: tenant.id, setId: id })) }
}

/** A block that is only lifted for a time is what an act that lifts blocks would replace; no other act meets it. */
function blockOf(kind: RequestKind, grant: Grant | undefined): Pick<SnapshotTenant, 'blocked' | 'blockedAt'> {
  if (!grant) return { blocked: false }
  const lifts = kind === 'unblock' || kind === 'open'
  const block = lifts ? grant.memory.blocked : standingBlock(grant.memory)
  return { blocked: block !== undefined, ...(lifts && block && { blockedAt: block.at.toISOString() }) }
}

const unlisted = (id: string, domain = id) => ({ displayName: domain, defaultDomain: domain })

const worstStatus = async (db: Db, tenantId: string): Promise<Status> =>
  worstOf((await listGrants(db, tenantId)).map(({ status }) => status)) ?? 'unknown'

const worstFirst = (a: SnapshotTenant, b: SnapshotTenant): number =>
  rankOf(a) - rankOf(b) || (a.name < b.name ? -1 : Number(a.name > b.name))

const rankOf = ({ status = 'unknown' }: SnapshotTenant): number => attentionOf(status)

function gapsOf(requirement: Requirement | undefined, grant: Grant | undefined): readonly Permission[] {
  const facts = grant?.memory.facts?.value
  if (!requirement) return []
  return facts ? findGaps(requirement.permissions, facts) : requirement.permissions
}

interface Told {
  order: Order
  tenantId: string
  requirement: Requirement | undefined
  grant: Grant | undefined
}

/** What is granted there and the act is about, besides what the set requires. */
async function toExplain(
  deps: Needs,
  db: Db,
  { order: { kind, until }, tenantId, requirement, grant }: Told,
): Promise<SnapshotPermission[]> {
  const isLifted = until !== undefined && grant?.memory.blocked !== undefined
  if (kind === 'unblock' || kind === 'open' || isLifted) return extrasOf(requirement, grant)
  if (kind === 'baseline')
    return (await listUnconfirmed(deps, db, tenantId)).map((each) => grantedPermission(each, each.isRequired))
  if (kind !== 'accept' || !requirement || !grant) return []
  const required = new Set(requirement.permissions.map(idOfPermission))
  const unexplained = nameGranted(confirmedIds(grant.memory), requirement)
  return unexplained.map((each) => grantedPermission(each, required.has(each.id)))
}

/** What its apps get back with the block beyond what anybody asked for. */
function extrasOf(requirement: Requirement | undefined, grant: Grant | undefined): SnapshotPermission[] {
  const facts = grant?.memory.facts?.value
  if (!requirement || !facts) return []
  return comparePermissions(requirement, facts).extras.map((extra) => grantedPermission(extra, false))
}

/** Without a name in any API, the name is the key. */
const grantedPermission = (
  { key, name, api, value, type, tier }: Extra,
  isRequired: boolean,
): SnapshotPermission => ({
  key: key ?? (name as PermissionKey),
  ...{ api, value, type, tier, ...(!isRequired && { isBeyond: true as const }) },
})

/** What the rule of two persons is asked about where the act says that something is right: for a baseline, what nothing requires. */
export const stakeOf = ({ kind, permissions }: RequestSnapshot): readonly SnapshotPermission[] =>
  kind === 'baseline' ? permissions.filter(({ isBeyond }) => isBeyond) : permissions

const snapshotPermission = (permission: Permission): SnapshotPermission => ({
  key: permissionKey(permission),
  api: permission.api,
  value: permission.value,
  tier: permission.tier,
  type: permission.type,
})

/** Equal exactly when the effect is: kind, set, tenants, their blocks and what is granted beyond, permissions, catalog, direction, end, and the terms of an exception. */
export function snapshotHash(snapshot: RequestSnapshot): string {
  const { kind, setId, tenants, permissions, requirementVersion, catalogVersion, move, until, exception } =
    snapshot
  const places = tenants
    .map(({ id, blocked, blockedAt, beyond = [] }) => [id, blockedAt ?? blocked, ...beyond].join(' '))
    .toSorted()
  const keys = permissions.map(({ key }) => key).toSorted()
  const bound = [kind, setId ?? null, places, keys, requirementVersion ?? null, catalogVersion]
  const terms = exception && [
    exception.findings.map(hashOfFacts).toSorted(),
    personKey(exception.owner),
    exception.endsAt,
  ]
  const more = [...(move ? [move] : []), ...(until === undefined ? [] : [until]), ...(terms ? [terms] : [])]
  const text = JSON.stringify([...bound, ...more])
  return createHash('sha256').update(text).digest('hex')
}

/** Of what a form shows before an end is picked on it. */
export const formHash = ({ until: _, ...snapshot }: RequestSnapshot): string => snapshotHash(snapshot)

const isBlockedSince = (old: SnapshotTenant, now: SnapshotTenant | undefined): boolean =>
  now?.blocked === true && (!old.blocked || old.blockedAt !== now.blockedAt)

/** The changes since the request, for people to check. `catalogVersion`: of the current catalog, if it changed. */
export function snapshotDifference(old: RequestSnapshot, now: RequestSnapshot) {
  const known = new Set(old.permissions.map(({ key }) => key))
  const needed = new Set(now.permissions.map(({ key }) => key))
  const today = new Map(now.tenants.map((tenant) => [tenant.id, tenant]))
  return {
    added: now.permissions.filter(({ key }) => !known.has(key)),
    removed: old.permissions.filter(({ key }) => !needed.has(key)),
    gone: old.tenants.filter(({ id }) => !today.has(id)),
    blocked: old.tenants.filter((each) => isBlockedSince(each, today.get(each.id))),
    unblocked: old.tenants.filter(({ id, blocked }) => blocked && today.get(id)?.blocked === false),
    ...(old.catalogVersion !== now.catalogVersion && { catalogVersion: now.catalogVersion }),
  }
}
