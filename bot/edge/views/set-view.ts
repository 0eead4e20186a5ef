import { appsOfSet } from '#domain/catalog/find.ts'
import type { Deps } from '#domain/deps.ts'
import { getRequirement, getSet } from '#domain/requirements/current-requirements.ts'
import type { Card } from '../../../cards/render.ts'
import { setCard } from '../../../cards/set.ts'
import { permissionRefs, setRef } from './refs.ts'

/** One set: apps, every permission with its reason, settings. @throws UserError SET_UNKNOWN */
export async function showSet(deps: Deps, { setId, page }: { setId: string; page?: number }): Promise<Card> {
  const set = getSet(deps, setId)
  const requirement = await getRequirement(deps, deps.database.db, setId)
  return setCard({
    now: deps.clock(),
    set: setRef(set),
    clientId: requirement.clientId || undefined,
    apps: appsOfSet(deps.catalog, set).map(({ id, name, purpose, tenantLimit, manualSync }) => ({
      id,
      name,
      purpose,
      tenantLimit,
      manualSync,
    })),
    permissions: permissionRefs(requirement.permissions, deps.clock()),
    settings: set.settings.map(({ name, coach, without }) => ({ name, coach, without })),
    source: requirement.source,
    page,
  })
}
