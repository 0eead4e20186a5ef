import type { Deps } from '#domain/deps.ts'
import type { PackLink } from '#domain/packs/packs-store.ts'
import { getSet } from '#domain/requirements/current-requirements.ts'
import { packCard } from '../../../cards/pack.ts'
import type { Card } from '../../../cards/render.ts'
import { setRef } from './refs.ts'
import { readTenantRef } from './tenant-ref.ts'

/** The links to the pack. */
export async function showPack(deps: Deps, made: PackLink & { token: string }): Promise<Card> {
  const { setId, tenantId, token, expiresAt } = made
  const url = `${deps.rules.publicUrl}/pack/${token}`
  return packCard({
    now: deps.clock(),
    set: setRef(getSet(deps, setId)),
    ...(tenantId !== undefined && { tenant: await readTenantRef(deps, tenantId) }),
    url,
    markdownUrl: `${url}/markdown`,
    expiresAt,
  })
}
