import { later } from '#platform/base/time.ts'
import type { Tx } from '#platform/storage/database.ts'
import { knownNames } from '../catalog/known-permissions.ts'
import {
  type Permission,
  type PermissionKey,
  type PermissionType,
  permissionKey,
  type Requirement,
} from '../catalog/permission-set.ts'
import type { Deps } from '../deps.ts'
import { findGrant } from '../grants/grants-store.ts'
import { comparePermissions, type Extra } from '../status/compare-permissions.ts'
import type { GrantMemory } from '../status/memory.ts'
import type { ConsentLink } from './consent.ts'
import { findConsent } from './consents-store.ts'

type Needs = Pick<Deps, 'clock' | 'rules' | 'react'>

/** Until the next scheduled read, and while consent can propagate: what appears then came with the link. */
export const watchedSince = ({ clock, rules }: Pick<Deps, 'clock' | 'rules'>): Date =>
  later(clock(), -(rules.spreadMs + 2 * rules.syncEveryMs))

/** What is granted beyond a list before its link is handed out; undefined while nothing was read. */
export function extrasBefore(
  requirement: Requirement,
  memory: GrantMemory | undefined,
): readonly string[] | undefined {
  const facts = memory?.facts?.value
  return facts && comparePermissions(requirement, facts).extras.map(identityOf)
}

const identityOf = ({ key, name }: Extra): string => key ?? name

/**
 * Consent grants whatever the registration lists at that moment. What a link that was opened brought beyond its own list is
 * told, with everything that follows.
 */
export async function watchBeyond(
  deps: Needs,
  tx: Tx,
  link: ConsentLink,
  requirements: readonly Requirement[],
): Promise<void> {
  if (link.kind !== 'set' || !link.times.opened) return
  const found = await findConsent(tx, link.consentId)
  const setId = found?.consent.setId
  const requirement = requirements.find((each) => each.setId === setId)
  if (!found || !setId || !requirement || requirement.clientId !== link.clientId) return
  const facts = (await findGrant(tx, link.tenantId, setId))?.memory.facts
  if (!facts || facts.at < link.times.opened) return
  const had = new Set(link.requirement.before)
  const bound = { ...requirement, permissions: boundPermissions(link, requirement) }
  const extras = comparePermissions(bound, facts.value).extras.filter((extra) => !had.has(identityOf(extra)))
  if (extras.length === 0) return
  await deps.react.grantedBeyond(tx, {
    ...{ tenantId: link.tenantId, setId, linkId: link.id, extras },
    code: found.consent.code,
    signer: found.consent.signer ?? found.consent.requestedBy,
    objectId: facts.value.servicePrincipal?.id,
  })
}

/** A link keeps only the keys of its list; delegated permissions are compared by name. */
export function boundPermissions(
  { requirement: { permissions } }: ConsentLink,
  now: Requirement,
): Permission[] {
  const current = new Map(now.permissions.map((permission) => [permissionKey(permission), permission]))
  return permissions.map((key) => current.get(key) ?? permissionOf(key))
}

function permissionOf(key: PermissionKey): Permission {
  const [resourceAppId = '', type = '', id = ''] = key.split('/')
  const { value = id, api = resourceAppId, tier = 0 } = knownNames.byKey(key) ?? {}
  const identity = { resourceAppId, type: type as PermissionType, id }
  return { ...identity, value, api, tier, reason: '', without: '' }
}
