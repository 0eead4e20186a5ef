import { foldText } from '#platform/text/fold-text.ts'
import { appsOfSet, findPermissions, type RequiredPermission } from './find.ts'
import { type KnownPermission, knownPermissions } from './known-permissions.ts'
import {
  type Catalog,
  type CatalogApp,
  type Permission,
  type PermissionType,
  permissionKey,
  type Tier,
  type TierSource,
} from './permission-set.ts'

/** Why one set needs a permission. */
export interface Need {
  setId: string
  setName: string
  apps: readonly CatalogApp[]
  reason: string
  without: string
  retires?: Permission['retires']
  preview?: Permission['preview']
}

/** `neededBy` is empty for a known permission that no set requires. */
interface PermissionExplanation {
  value: string
  api: string
  resourceAppId: string
  type: PermissionType
  id: string
  /** The worst tier among the sets. */
  tier: Tier
  /** Who rated it so. */
  tierSource?: TierSource | undefined
  /** From the known permissions. */
  allows?: string
  neededBy: readonly Need[]
}

const worst = (tiers: readonly Tier[]): Tier => (tiers.includes(0) ? 0 : tiers.includes(1) ? 1 : 2)

function needOf(catalog: Catalog, { set, permission }: RequiredPermission): Need {
  const { reason, without, retires, preview } = permission
  const ends = { ...(retires && { retires }), ...(preview && { preview }) }
  return { setId: set.id, setName: set.name, apps: appsOfSet(catalog, set), reason, without, ...ends }
}

function explainRequired(
  catalog: Catalog,
  entries: readonly RequiredPermission[],
  first: RequiredPermission,
): PermissionExplanation {
  const { value, api, resourceAppId, type, id } = first.permission
  const key = permissionKey(first.permission)
  const allows = knownPermissions.find((known) => permissionKey(known) === key)?.allows
  const tier = worst(entries.map((entry) => entry.permission.tier))
  const tierSource = entries.find(({ permission }) => permission.tier === tier)?.permission.tierSource
  const neededBy = entries.map((entry) => needOf(catalog, entry))
  return {
    value,
    api,
    resourceAppId,
    type,
    id,
    tier,
    ...(tierSource && { tierSource }),
    ...(allows ? { allows } : {}),
    neededBy,
  }
}

function explainKnown(text: string): PermissionExplanation[] {
  const wanted = foldText(text)
  return knownPermissions
    .filter((known) => foldText(known.value) === wanted || known.id === wanted)
    .map(({ privileged: _, ...known }: KnownPermission) => ({ ...known, neededBy: [] }))
}

/**
 * The sets and apps that need a permission, the reason, and what is lost without it. One entry per API and type, because
 * several share names. A name that no set requires comes from the known permissions; empty: unknown.
 */
export function explainPermission(catalog: Catalog, text: string): PermissionExplanation[] {
  const groups = Map.groupBy(findPermissions(catalog, text), (entry) => permissionKey(entry.permission))
  const exact = explainKnown(text)
  const required = [...groups.values()].flatMap((entries) => {
    const first = entries[0]
    return first ? [explainRequired(catalog, entries, first)] : []
  })
  const fits = required.some((entry) => [foldText(entry.value), entry.id].includes(foldText(text)))
  return fits || exact.length === 0 ? required : exact
}
