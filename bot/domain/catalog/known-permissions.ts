import { z } from 'zod'
import data from './known-permissions.json' with { type: 'json' }
import {
  type Catalog,
  type PermissionKey,
  type PermissionType,
  permissionKey,
  type Tier,
  type TierSource,
} from './permission-set.ts'

/** A permission of a Microsoft API, whether or not the catalog requires it. */
export interface KnownPermission {
  api: string
  resourceAppId: string
  type: PermissionType
  id: string
  value: string
  /** What it allows, in a few words. */
  allows: string
  tier: Tier
  tierSource?: TierSource | undefined
  /** Can change identities, credentials, roles, consents, or security policy, or read content of the whole tenant. */
  privileged: boolean
}

/** Looks up permissions. `byValue` compares the value exactly, as Entra stores it. */
export interface PermissionNames {
  all: readonly KnownPermission[]
  byKey(key: PermissionKey): KnownPermission | undefined
  byValue(resourceAppId: string, type: PermissionType, value: string): KnownPermission | undefined
  /** Name of an API by its app ID. */
  api(resourceAppId: string): string | undefined
}

const fileSchema = z.object({
  apis: z.array(z.object({ resourceAppId: z.string(), name: z.string() })),
  permissions: z.array(
    z.object({
      resourceAppId: z.string(),
      type: z.enum(['application', 'delegated']),
      id: z.string(),
      value: z.string(),
      allows: z.string(),
      tier: z.literal([0, 1, 2]),
      source: z.enum(['tiering', 'ours']),
      privileged: z.boolean(),
    }),
  ),
})

const sourcesSchema = z.object({ sources: z.object({ tiering: z.string(), ours: z.string() }) })

function readKnown(): readonly KnownPermission[] {
  const { apis, permissions } = fileSchema.parse(data)
  const names = new Map(apis.map((api) => [api.resourceAppId, api.name]))
  return permissions.map(({ source, ...entry }) => ({
    ...entry,
    tierSource: source,
    api: names.get(entry.resourceAppId) ?? entry.resourceAppId,
  }))
}

/** Permissions of Microsoft's APIs, from public listings (August 2026). Not complete. */
export const knownPermissions: readonly KnownPermission[] = readKnown()

function fromCatalog(catalog: Catalog): KnownPermission[] {
  return catalog.sets
    .flatMap((set) => set.permissions)
    .map(({ api, resourceAppId, type, id, value, reason, tier, tierSource }) => {
      const privileged = tier < 2
      return { api, resourceAppId, type, id, value, allows: reason, tier, tierSource, privileged }
    })
}

/** Known permissions plus those that only the catalog lists; on conflict the known one is used. */
export function namePermissions(catalog?: Catalog): PermissionNames {
  const byKey = new Map<PermissionKey, KnownPermission>()
  const byValue = new Map<string, KnownPermission>()
  const apis = new Map<string, string>()
  for (const entry of [...knownPermissions, ...(catalog ? fromCatalog(catalog) : [])]) {
    const key = permissionKey(entry)
    if (byKey.has(key)) continue
    byKey.set(key, entry)
    byValue.set(`${entry.resourceAppId}/${entry.type}/${entry.value}`, entry)
    if (!apis.has(entry.resourceAppId)) apis.set(entry.resourceAppId, entry.api)
  }
  return {
    all: [...byKey.values()],
    byKey: (key) => byKey.get(key),
    byValue: (resourceAppId, type, value) => byValue.get(`${resourceAppId.toLowerCase()}/${type}/${value}`),
    api: (resourceAppId) => apis.get(resourceAppId.toLowerCase()),
  }
}

/** Where the tiers of the known permissions come from. */
export const tierSources: Readonly<Record<'tiering' | 'ours', string>> = sourcesSchema.parse(data).sources

/** The names without a catalog. */
export const knownNames: PermissionNames = namePermissions()
