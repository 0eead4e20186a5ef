import type { Deps } from '#domain/deps.ts'
import { beyondHash, foreseeUnblock } from '#domain/grants/foresee-unblock.ts'
import type { Grant } from '#domain/grants/grant.ts'
import { findGrant } from '#domain/grants/grants-store.ts'
import { unblockRefusal } from '#domain/grants/unblock-grant.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { getRequirement, getSet } from '#domain/requirements/current-requirements.ts'
import { getTenant } from '#domain/tenants/tenants-store.ts'
import { UserError } from '#platform/base/errors.ts'
import type { LiftedBlock } from '../../../cards/lifted-block.ts'
import type { Notice } from '../../../cards/notice.ts'
import type { Card } from '../../../cards/render.ts'
import { unblockConfirmCard } from '../../../cards/unblock-confirm.ts'
import type { Actor } from '../teams/actions/actor.ts'
import { entraLink } from './entra-link.ts'
import { consequencesOf, setRef, tenantRef } from './refs.ts'

/** What unblocking one set in one tenant gives back. @throws UserError as `unblockRefusal`, TENANT_NOT_CONNECTED */
export async function showUnblockConfirm(
  deps: Deps,
  actor: Actor,
  { tenantId, setId, notice }: { tenantId: string; setId: string; notice?: Notice },
): Promise<Card> {
  const { db } = deps.database
  const tenant = await getTenant(db, tenantId)
  const set = getSet(deps, setId)
  const grant = await findGrant(db, tenantId, setId)
  if (!grant) throw new UserError('TENANT_NOT_CONNECTED', { tenant: tenant.displayName })
  const refusal = await unblockRefusal(deps, db, grant, scopeOf(actor, 'viewer'))
  if (refusal) throw refusal
  const requirement = await getRequirement(deps, db, setId)
  return unblockConfirmCard({
    now: deps.clock(),
    tenant: tenantRef(tenant),
    set: setRef(set),
    version: grant.version,
    lifted: await readLiftedBlock(deps, grant),
    beyondHash: beyondHash(requirement, grant.memory),
    consequences: consequencesOf(deps.catalog, set),
    entraUrl: entraLink(deps.rules, requirement.clientId, grant, grant.findings),
    notice,
  })
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
