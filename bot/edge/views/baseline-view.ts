import { type Baseline, isUnconfirmed } from '#domain/baselines/baseline.ts'
import { listBaselines } from '#domain/baselines/baselines-store.ts'
import type { Deps } from '#domain/deps.ts'
import { type FoundGrant, listUnconfirmed } from '#domain/grants/confirm-baseline.ts'
import { readReader } from '#domain/people/read-reader.ts'
import type { Role } from '#domain/people/role.ts'
import { isInScope, scopeOf } from '#domain/people/scope.ts'
import { findApprovalRule } from '#domain/people/second-person.ts'
import { readSnapshot, stakeOf } from '#domain/requests/snapshot.ts'
import { nameGranted } from '#domain/status/compare-permissions.ts'
import { getTenant } from '#domain/tenants/tenants-store.ts'
import { UserError } from '#platform/base/errors.ts'
import type { Address } from '#platform/outbox/address.ts'
import { type BaselineCardData, baselineCard } from '../../../cards/baseline.ts'
import type { Notice } from '../../../cards/notice.ts'
import type { Card } from '../../../cards/render.ts'
import type { Actor } from '../teams/actions/actor.ts'
import { seenOf } from './asking-view.ts'
import { setRef, tenantRef } from './refs.ts'

interface Shown {
  tenantId: string
  page?: number
  notice?: Notice
}

/** What explains the grants of a tenant. @throws UserError TENANT_UNKNOWN */
export async function showBaseline(deps: Deps, actor: Actor, shown: Shown): Promise<Card> {
  const order = { kind: 'baseline', tenantIds: [shown.tenantId] } as const
  const snapshot = await readSnapshot(deps, deps.database.db, order)
  const asked = { ...order, by: actor, permissions: stakeOf(snapshot) }
  const rule = await findApprovalRule(deps, deps.database.db, asked)
  const hasRole = (role: Role): boolean => isInScope(scopeOf(actor, role), shown.tenantId)
  const asks = hasRole('operator') ? 'request' : 'look'
  return render(deps, shown, {
    v: seenOf(snapshot),
    may: hasRole('approver') && !rule ? 'confirm' : asks,
  })
}

/** The same where it was posted: in somebody's own chat. @throws UserError TENANT_UNKNOWN */
export async function showFollowedBaseline(deps: Deps, tenantId: string, address: Address): Promise<Card> {
  if (!('person' in address)) throw new UserError('TENANT_UNKNOWN')
  const reader = { ...address.person, name: '', ...(await readReader(deps, address.person)) }
  if (!isInScope(scopeOf(reader, 'viewer'), tenantId)) throw new UserError('TENANT_UNKNOWN')
  return showBaseline(deps, reader, { tenantId })
}

async function render(
  deps: Deps,
  { tenantId, page, notice }: Shown,
  reader: Pick<BaselineCardData, 'v' | 'may'>,
): Promise<Card> {
  const { db } = deps.database
  const tenant = await getTenant(db, tenantId)
  const found = await listUnconfirmed(deps, db, tenantId)
  const baselines = [...(await listBaselines(db, tenantId)).values()]
  const confirmed = baselines.find((each) => each.confirmed && !isUnconfirmed(each))?.confirmed
  return baselineCard({
    now: deps.clock(),
    tenant: tenantRef(tenant),
    isRead: baselines.length > 0,
    open: deps.catalog.sets.flatMap((set) => {
      const mine = found.filter(({ setId }) => setId === set.id)
      return mine.length > 0 ? [{ set: setRef(set), ...partsOf(mine) }] : []
    }),
    ...(confirmed && { confirmed }),
    later: baselines.flatMap(laterOf).toSorted((a, b) => b.at.getTime() - a.at.getTime()),
    ...reader,
    ...(page !== undefined && { page }),
    ...(notice && { notice }),
  })
}

const partsOf = (found: readonly FoundGrant[]) => ({
  required: found.filter(({ isRequired }) => isRequired).length,
  beyond: found
    .filter(({ isRequired }) => !isRequired)
    .map(({ value, api, type, tier, isRequired }) => ({ value, api, type, tier, isRequired })),
})

const laterOf = ({ later }: Baseline) =>
  later.map(({ id, how, by, code, reason, at }) => ({
    value: nameGranted([id], { permissions: [] })[0]?.value ?? id,
    ...{ how, at, ...(by && { by }), ...(code && { code }), ...(reason && { reason }) },
  }))
