import { knownNames } from '../catalog/known-permissions.ts'
import { type Permission, permissionKey, type Requirement } from '../catalog/permission-set.ts'
import type { Deps } from '../deps.ts'
import type { Published } from '../directory/published.ts'

type Needs = { directory: Pick<Deps['directory'], 'readPublished'> } & Pick<Deps, 'log'>

/**
 * Asks the APIs themselves about permissions that no public listing has: one that its API publishes gets its name, one that
 * it doesn't publish can't be granted by anybody. What can't be read keeps what was known before.
 */
export async function checkPublished(
  { directory, log }: Needs,
  requirements: readonly Requirement[],
  before: readonly Requirement[],
): Promise<Requirement[]> {
  const unlisted = requirements.flatMap(({ permissions }) => permissions.filter(isUnlisted))
  if (unlisted.length === 0) return [...requirements]
  const published = await directory.readPublished(unlisted.map(({ resourceAppId }) => resourceAppId))
  if (!published.read) log.warn({ ...published.outcome }, 'could not read what the APIs publish')
  const known = new Map(
    before.flatMap(({ permissions }) => permissions.map((one) => [permissionKey(one), one])),
  )
  const check = (permission: Permission): Permission => {
    if (!isUnlisted(permission)) return permission
    if (published.read) return checked(permission, published.value)
    return known.get(permissionKey(permission)) ?? permission
  }
  return requirements.map((requirement) =>
    requirement.permissions.some(isUnlisted)
      ? { ...requirement, permissions: requirement.permissions.map(check) }
      : requirement,
  )
}

const isUnlisted = (permission: Permission): boolean => !knownNames.byKey(permissionKey(permission))

function checked(permission: Permission, { apis, values }: Published): Permission {
  const appId = permission.resourceAppId.toLowerCase()
  const value = values.get(permissionKey(permission))
  if (value === undefined) {
    // An API that the home tenant doesn't have can be in another tenant, if anybody knows it: Microsoft, or the catalog.
    const isKnown = permission.knowledge === undefined || knownNames.api(appId) !== undefined
    return !apis.has(appId) && isKnown ? permission : { ...permission, knowledge: 'unpublished' }
  }
  if (permission.knowledge === undefined) return permission
  const api = knownNames.api(appId) ?? apis.get(appId) ?? appId
  return { ...permission, api, value, knowledge: 'unrated' }
}
