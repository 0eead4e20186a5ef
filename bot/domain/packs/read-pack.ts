import { appsOfSet } from '../catalog/find.ts'
import { knownNames, tierSources } from '../catalog/known-permissions.ts'
import {
  type Permission,
  type PermissionSet,
  permissionKey,
  type Requirement,
} from '../catalog/permission-set.ts'
import { daysUntil, retirementNow } from '../catalog/retirement.ts'
import type { Deps } from '../deps.ts'
import type { Grant } from '../grants/grant.ts'
import { findGrant } from '../grants/grants-store.ts'
import { getRequirement, getSet } from '../requirements/current-requirements.ts'
import { type ByHandSetting, byHandState } from '../status/by-hand.ts'
import { findGaps } from '../status/compare-permissions.ts'
import { leastRoleToConsent } from '../status/least-role.ts'
import { settingState, whoSets } from '../status/setting-state.ts'
import type { Pack, PackAlternative, PackPermission, PackRater, PackSetting } from './pack.ts'
import type { PackLink } from './packs-store.ts'
import { type PackTenantNeeds, readPackTenant } from './read-pack-tenant.ts'

export type PackNeeds = PackTenantNeeds & Pick<Deps, 'clientIds' | 'directory'>

/** What is known about a set now and, if the link names a tenant, what holds in that one. @throws UserError SET_UNKNOWN, TENANT_UNKNOWN */
export async function readPack(
  deps: PackNeeds,
  { setId, tenantId, by }: Pick<PackLink, 'setId' | 'tenantId' | 'by'>,
): Promise<Pack> {
  const { catalog, database, directory, clock } = deps
  const { db } = database
  const set = getSet(deps, setId)
  const requirement = await getRequirement(deps, db, setId)
  const grant = tenantId === undefined ? undefined : await findGrant(db, tenantId, setId)
  const shownApp = await directory.readShownApp(requirement.clientId)
  const { source, version, readAt } = requirement
  const now = clock()
  const inTenant = { requirement, grant, isTenant: tenantId !== undefined, now }
  return {
    madeAt: now,
    by: by.name,
    suite: catalog.suite,
    set: { id: set.id, name: set.name },
    apps: appsOfSet(catalog, set).map(({ name, purpose, whenBlocked, tenantLimit }) => ({
      ...{ name, purpose, whenBlocked },
      ...(tenantLimit !== undefined && { tenantLimit }),
    })),
    coupled: set.coupled,
    clientId: requirement.clientId,
    ...(shownApp.read && shownApp.value && { shownApp: shownApp.value }),
    permissions: permissionsOf(set, inTenant),
    settings: settingsOf(inTenant),
    signer: leastRoleToConsent(requirement.permissions),
    catalog: {
      version: catalog.version,
      ...(catalog.hash && { hash: catalog.hash }),
      ...(catalog.changedAt && { changedAt: catalog.changedAt }),
    },
    list: { source, version, readAt },
    tiering: tierSources.tiering,
    ...(tenantId !== undefined && {
      tenant: await readPackTenant(deps, { tenantId, setId, requirement, grant }),
    }),
  }
}

interface InTenant {
  requirement: Requirement
  grant: Grant | undefined
  isTenant: boolean
  now: Date
}

/** By API in the order of the list; within one, the riskiest first. */
function permissionsOf(
  set: PermissionSet,
  { requirement, grant, isTenant, now }: InTenant,
): PackPermission[] {
  const { permissions } = requirement
  const facts = grant?.memory.facts?.value
  const gaps = new Set(facts && findGaps(permissions, facts).map(permissionKey))
  const apis = [...new Set(permissions.map(({ api }) => api))]
  const sorted = permissions.toSorted((a, b) => apis.indexOf(a.api) - apis.indexOf(b.api) || a.tier - b.tier)
  // A list that was stored before an upgrade lacks what the catalog has learned since.
  const explained = new Map(set.permissions.map((each) => [permissionKey(each), each]))
  return sorted.map((permission) => {
    const key = permissionKey(permission)
    const { api, value, type, tier, reason, without } = permission
    const ratedBy = raterOf(permission)
    const allows = knownNames.byKey(key)?.allows
    const state = facts ? (gaps.has(key) ? 'missing' : 'granted') : 'notRead'
    const known = explained.get(key) ?? permission
    const retires = retirementNow(known.retires, now)
    return {
      ...{ api, value, id: key, type, tier, reason, without },
      ...(ratedBy && { ratedBy }),
      ...(allows !== undefined && { allows }),
      narrower: alternativesOf(known),
      ...(retires && { retires }),
      ...(known.preview && { preview: known.preview }),
      ...(isTenant && { state: state as NonNullable<PackPermission['state']> }),
    }
  })
}

/** Whoever's own judgment a tier is, the list that explains the permission is theirs. */
function raterOf({
  tierSource,
  knowledge,
}: Pick<Permission, 'tierSource' | 'knowledge'>): PackRater | undefined {
  if (tierSource !== 'ours') return tierSource
  return knowledge === undefined ? 'catalog' : 'grantkeeper'
}

/** Narrower is not always lower, so each has the rating of its own, if it is a permission that somebody rated. */
const alternativesOf = ({ narrower = [], resourceAppId, type }: Permission): PackAlternative[] =>
  narrower.map(({ name, note, source }) => {
    const known = knownNames.byValue(resourceAppId, type, name)
    const by = known && raterOf({ tierSource: known.tierSource, knowledge: 'nameOnly' })
    return { name, note, source, ...(by && { rated: { tier: known.tier, by } }) }
  })

/** Without those that no longer help. */
function settingsOf(inTenant: InTenant): PackSetting[] {
  const { requirement, grant, isTenant } = inTenant
  const facts = grant?.memory.facts?.value
  return requirement.settings.flatMap((setting): PackSetting[] => {
    const { name, coach, without } = setting
    if (setting.kind === 'byHand') return byHand(setting, { name, coach, without }, inTenant)
    const role = setting.kind === 'directoryRole' && { roleName: setting.roleName }
    const said = { name, coach, without, ...role, setBy: whoSets(setting) }
    const state = facts ? settingState(setting, facts) : 'notRead'
    return [{ ...said, ...(isTenant && { state }) }]
  })
}

function byHand(
  setting: ByHandSetting,
  said: PackSetting,
  { requirement, grant, isTenant, now }: InTenant,
): PackSetting[] {
  if (setting.until !== undefined && daysUntil(setting.until, now) <= 0) return []
  if (!isTenant) return [said]
  const found = byHandState(setting, { requirement, memory: grant?.memory ?? {}, now })
  if (found.state !== 'confirmed') return [{ ...said, state: 'unconfirmed' }]
  return [{ ...said, state: 'confirmed', confirmed: { at: found.at, by: found.by.name } }]
}
