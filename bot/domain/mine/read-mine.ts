import { isSamePerson, type Person } from '#platform/base/person.ts'
import { addressKey } from '#platform/outbox/address.ts'
import type { Alert } from '../alerts/alert.ts'
import { listAlertsAbout, listPostedAs } from '../alerts/owned-alerts-store.ts'
import { listUnconfirmedTenants } from '../baselines/unconfirmed-store.ts'
import type { Consent, ConsentLink } from '../consent/consent.ts'
import { listOpenConsents } from '../consent/open-consents-store.ts'
import type { Deps } from '../deps.ts'
import type { Exception } from '../exceptions/exception.ts'
import { listExceptionsOfOwner } from '../exceptions/exceptions-store.ts'
import { holderKey, mostSpecific, type Ownership } from '../owners/owner.ts'
import { listOwners } from '../owners/owners-store.ts'
import type { RoleReading } from '../people/role-reading.ts'
import { covers, isInScope, scopeOf } from '../people/scope.ts'
import { type Request, tenantsOfOrder } from '../requests/request.ts'
import { listOpenRequests } from '../requests/requests-store.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'people'>
type Reader = Person & RoleReading

/** One thing that waits for one person, and nobody else's. */
export type MineItem =
  | { kind: 'request'; request: Request }
  | { kind: 'link'; consent: Consent; links: readonly ConsentLink[] }
  /** `as`: why it is theirs. */
  | { kind: 'alert'; alert: Alert; as: 'owner' | 'deputy' | 'approvers' }
  /** An accepted finding whose owner they are: it ends, and comes back. */
  | { kind: 'exception'; exception: Exception }
  /** What the first reads of a tenant found, which nobody has confirmed. */
  | { kind: 'baseline'; tenantId: string }

export interface Mine {
  items: readonly MineItem[]
  /** Groups that own something and can't be read now: what they own may be missing. */
  unreadGroups: readonly string[]
}

/**
 * What waits for a person: requests that they may decide about, their open links, the alerts of what they own or were told as
 * a deputy or in the place of an owner, the exceptions they own, and the baselines that they may confirm. Nothing in a tenant that they may not
 * see.
 */
export async function readMine(deps: Needs, reader: Reader): Promise<Mine> {
  const requests = await readDecidable(deps, reader)
  const links = await readLinks(deps, reader)
  const all = (await listOwners(deps.database.db)).filter(({ part }) => part === 'owner')
  const { owned, unreadGroups } = await findOwned(deps, all, reader)
  const alerts = await readAlerts(deps, reader, { all, owned })
  const baselines = await readBaselines(deps, reader)
  const exceptions = await readExceptions(deps, reader)
  return { items: [...requests, ...links, ...alerts, ...exceptions, ...baselines], unreadGroups }
}

/** Nobody decides about their own request. */
async function readDecidable({ database, clock }: Needs, reader: Reader): Promise<MineItem[]> {
  const scope = scopeOf(reader, 'approver')
  const now = clock()
  return (await listOpenRequests(database.db))
    .filter((request) => request.expiresAt > now && !isSamePerson(request.requester, reader))
    .filter((request) => covers(scope, tenantsOfOrder(request)))
    .toSorted((a, b) => a.expiresAt.getTime() - b.expiresAt.getTime())
    .map((request) => ({ kind: 'request', request }))
}

/** The links of a consent that somebody else was made the recipient of are theirs, and of whoever asked for them. */
async function readLinks({ database }: Needs, reader: Reader): Promise<MineItem[]> {
  const scope = scopeOf(reader, 'viewer')
  return (await listOpenConsents(database.db)).flatMap(({ consent, links }): MineItem[] => {
    const { requestedBy, signer } = consent
    const isTheirs = isSamePerson(requestedBy, reader) || (signer && isSamePerson(signer, reader))
    const seen = links.filter(({ tenantId }) => isInScope(scope, tenantId))
    return isTheirs && seen.length > 0 ? [{ kind: 'link', consent, links: seen }] : []
  })
}

/** All owners, and those of them that are this person or a group of theirs. */
interface Owned {
  all: readonly Ownership[]
  owned: readonly Ownership[]
}

async function readAlerts(
  { database: { db } }: Needs,
  reader: Reader,
  { all, owned }: Owned,
): Promise<MineItem[]> {
  const about = owned.length > 0 ? await listAlertsAbout(db, namesOf(owned)) : []
  const own = about.filter((alert) => {
    const owner = mostSpecific(all, 'owner', alert)
    return owner !== undefined && owned.includes(owner)
  })
  const found = new Map<number, Extract<MineItem, { kind: 'alert' }>>()
  const posted = ['approvers', 'deputy'] as const
  for (const as of posted)
    for (const alert of await listPostedAs(db, addressKey({ person: reader }), [as]))
      found.set(alert.id, { kind: 'alert', alert, as })
  for (const alert of own) found.set(alert.id, { kind: 'alert', alert, as: 'owner' })
  const scope = scopeOf(reader, 'viewer')
  const seen = [...found.values()].filter(({ alert }) => isInScope(scope, alert.tenantId ?? ''))
  return seen.toSorted(worstFirst)
}

/** More are not listed at once. */
const mostBaselines = 50

async function readExceptions({ database: { db } }: Needs, reader: Reader): Promise<MineItem[]> {
  const scope = scopeOf(reader, 'viewer')
  return (await listExceptionsOfOwner(db, reader))
    .filter(({ tenantId }) => isInScope(scope, tenantId))
    .map((exception) => ({ kind: 'exception', exception }))
}

async function readBaselines({ database: { db } }: Needs, reader: Reader): Promise<MineItem[]> {
  const tenantIds = await listUnconfirmedTenants(db, scopeOf(reader, 'approver'), mostBaselines)
  return tenantIds.map((tenantId) => ({ kind: 'baseline', tenantId }))
}

const ranks = { critical: 0, warning: 1, info: 2 } as const

const worstFirst = (a: { alert: Alert }, b: { alert: Alert }): number =>
  Number(a.alert.state !== 'open') - Number(b.alert.state !== 'open') ||
  ranks[a.alert.severity] - ranks[b.alert.severity] ||
  a.alert.id - b.alert.id

const namesOf = (owned: readonly Ownership[]) => ({
  tenantIds: owned.flatMap(({ tenantId }) => tenantId ?? []),
  setIds: [...new Set(owned.flatMap(({ tenantId, setId }) => (tenantId === undefined ? (setId ?? []) : [])))],
})

/** What a person owns, by themselves or through a group. */
async function findOwned(
  { people }: Needs,
  all: readonly Ownership[],
  reader: Reader,
): Promise<{ owned: Ownership[]; unreadGroups: string[] }> {
  const own = addressKey({ person: reader })
  const isIn = new Map<string, boolean>()
  const unreadGroups: string[] = []
  for (const { holder } of all) {
    if ('person' in holder || isIn.has(holder.groupId)) continue
    const { group } = await people.readGroup(holder.groupId)
    if (!group.read) unreadGroups.push(holder.name)
    const members = group.read ? (group.value?.members ?? []) : []
    isIn.set(
      holder.groupId,
      members.some(({ objectId }) => objectId === reader.objectId),
    )
  }
  const owned = all.filter(({ holder }) =>
    'person' in holder ? holderKey(holder) === own : isIn.get(holder.groupId) === true,
  )
  return { owned, unreadGroups }
}
