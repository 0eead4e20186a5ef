import type { Deps } from '#domain/deps.ts'
import { beyondHash, foreseeUnblock } from '#domain/grants/foresee-unblock.ts'
import type { Grant } from '#domain/grants/grant.ts'
import { findGrant } from '#domain/grants/grants-store.ts'
import { openRefusal, unblockRefusal } from '#domain/grants/lift-refusal.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { getRequirement, getSet } from '#domain/requirements/current-requirements.ts'
import { getTenant } from '#domain/tenants/tenants-store.ts'
import { UserError } from '#platform/base/errors.ts'
import type { LiftedBlock } from '../../../cards/lifted-block.ts'
import type { Notice } from '../../../cards/notice.ts'
import type { Card } from '../../../cards/render.ts'
import { unblockConfirmCard } from '../../../cards/unblock-confirm.ts'
import type { Actor } from '../teams/actions/actor.ts'
import { entraLinkOf } from './entra-link.ts'
import { consequencesOf, setRef, tenantRef } from './refs.ts'

/** What unblocking one set in one tenant gives back. @throws UserError as `unblockRefusal`, TENANT_NOT_CONNECTED */
export async function showUnblockConfirm(
  deps: Deps,
  actor: Actor,
  { tenantId, setId, until, notice }: { tenantId: string; setId: string; until?: string; notice?: Notice },
): Promise<Card> {
  const { db } = deps.database
  const tenant = await getTenant(db, tenantId)
  const set = getSet(deps, setId)
  const grant = await findGrant(db, tenantId, setId)
  if (!grant) throw new UserError('TENANT_NOT_CONNECTED', { tenant: tenant.displayName })
  const namesOf = scopeOf(actor, 'viewer')
  const end = until === undefined ? undefined : new Date(until)
  const refusal = end
    ? await openRefusal(deps, db, grant, { until: end, namesOf })
    : await unblockRefusal(deps, db, grant, namesOf)
  if (refusal) throw refusal
  const requirement = await getRequirement(deps, db, setId)
  return unblockConfirmCard({
    now: deps.clock(),
    tenant: tenantRef(tenant),
    set: setRef(set),
    version: grant.version,
    lifted: await readLiftedBlock(deps, grant),
    ...(end && { until: end }),
    beyondHash: beyondHash(requirement, grant.memory),
    consequences: consequencesOf(deps.catalog, set),
    entraUrl: entraLinkOf(deps.rules, requirement.clientId, grant, grant.findings),
    notice,
  })
}

/** Whether access is given by opening for a time: the set is closed by default there, and no person's block would be lifted for good. */
export async function isOpenedForTime(
  deps: Deps,
  { setId, tenantIds, hasEnd }: { setId: string; tenantIds: readonly string[]; hasEnd: boolean },
): Promise<boolean> {
  const { db } = deps.database
  const { openForMs } = await getRequirement(deps, db, setId)
  if (openForMs === undefined || hasEnd) return openForMs !== undefined
  for (const tenantId of tenantIds) if ((await findGrant(db, tenantId, setId))?.memory.blocked) return false
  return true
}

/** The block of a grant, and what holds without it. @throws UserError GRANT_NOT_BLOCKED */
export async function readLiftedBlock(deps: Deps, { setId, memory }: Grant): Promise<LiftedBlock> {
  const { blocked } = memory
  if (!blocked) throw new UserError('GRANT_NOT_BLOCKED')
  const requirement = await getRequirement(deps, deps.database.db, setId)
  const { beyond, ...foreseen } = foreseeUnblock(deps, requirement, memory)
  return {
    by: { name: blocked.by.name },
    at: blocked.at,
    ...(blocked.reason && { reason: blocked.reason }),
    ...foreseen,
    beyond: beyond.map(({ value, api, type, tier }) => ({ value, api, type, tier })),
  }
}
