import type { Deps } from '#domain/deps.ts'
import {
  type Belonging,
  holderKey,
  holderName,
  mostSpecific,
  type OwnerPart,
  type Ownership,
  ownerParts,
  tenantsOfBelonging,
} from '#domain/owners/owner.ts'
import { listOwnersOf } from '#domain/owners/owners-store.ts'
import { readHolder } from '#domain/owners/read-holders.ts'
import { covers, scopeOf } from '#domain/people/scope.ts'
import { getSet } from '#domain/requirements/current-requirements.ts'
import { getTenant } from '#domain/tenants/tenants-store.ts'
import { OutsideError } from '#platform/base/errors.ts'
import { addressKey } from '#platform/outbox/address.ts'
import type { Notice } from '../../../cards/notice.ts'
import { type OwnerCardPart, ownerCard } from '../../../cards/owner.ts'
import type { Card } from '../../../cards/render.ts'
import { setRef, tenantRef } from './refs.ts'
import type { Viewer } from './tenant-view.ts'

interface ShownOwner extends Belonging {
  part: OwnerPart
  notice?: Notice
}

/** To whom something belongs, and whether alerts reach them. @throws UserError TENANT_UNKNOWN, SET_UNKNOWN */
export async function showOwner(
  deps: Deps,
  { actor, turn }: Viewer,
  { tenantId, setId, part, notice }: ShownOwner,
): Promise<Card> {
  const { db } = deps.database
  const what = { tenantId, setId }
  const all = await listOwnersOf(db, what)
  const parts = new Map<OwnerPart, OwnerCardPart | undefined>()
  const own = turn.conversationKind === 'personal' ? addressKey({ person: actor }) : undefined
  for (const each of ownerParts) parts.set(each, await partOf(deps, mostSpecific(all, each, what), what, own))
  return ownerCard({
    now: deps.clock(),
    part,
    ...(tenantId !== undefined && { tenant: tenantRef(await getTenant(db, tenantId)) }),
    ...(setId !== undefined && { set: setRef(getSet(deps, setId)) }),
    owner: parts.get('owner'),
    deputy: parts.get('deputy'),
    deputyAfterMs: deps.rules.deputyAfterMs,
    maySet:
      turn.conversationKind !== 'personal' || covers(scopeOf(actor, 'approver'), tenantsOfBelonging(what)),
    notice,
  })
}

async function partOf(
  deps: Deps,
  ownership: Ownership | undefined,
  what: Belonging,
  own: string | undefined,
): Promise<OwnerCardPart | undefined> {
  if (!ownership) return undefined
  const { holder, tenantId, setId, by, at } = ownership
  const from = tenantId !== undefined ? (setId !== undefined ? 'pair' : 'tenant') : 'set'
  return {
    name: holderName(holder),
    isGroup: 'groupId' in holder,
    isYours: holderKey(holder) === own,
    isInherited: tenantId !== what.tenantId || setId !== what.setId,
    from,
    by: { name: by.name },
    at,
    unfit: await unfitOf(deps, ownership, what),
  }
}

/** Whether alerts reach them can't be told while the directory can't be asked. */
async function unfitOf(deps: Deps, { holder }: Ownership, what: Belonging): Promise<OwnerCardPart['unfit']> {
  try {
    return (await readHolder(deps, holder, tenantsOfBelonging(what))).unfit
  } catch (error) {
    if (error instanceof OutsideError) return 'unread'
    throw error
  }
}
