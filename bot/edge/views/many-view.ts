import type { Deps } from '#domain/deps.ts'
import { findGrant } from '#domain/grants/grants-store.ts'
import { assertSensible, findRefusals } from '#domain/requests/assert-sensible.ts'
import { hashOfMany } from '#domain/requests/hash-of-many.ts'
import type { ManyOrder, RequestOutcome } from '#domain/requests/request.ts'
import { readSnapshot } from '#domain/requests/snapshot.ts'
import { findTenant } from '#domain/tenants/tenants-store.ts'
import type { UserErrorCode } from '#platform/base/errors.ts'
import type { Person } from '#platform/base/person.ts'
import { minutes } from '#platform/base/time.ts'
import type { LiftedBlock } from '../../../cards/lifted-block.ts'
import { manyConfirmCard, manyDoneCard } from '../../../cards/many.ts'
import type { Notice } from '../../../cards/notice.ts'
import type { Card } from '../../../cards/render.ts'
import type { TenantRef } from '../../../cards/subjects.ts'
import { seenPart } from './asking-view.ts'
import { consequencesOf, setRef, tenantRef } from './refs.ts'
import { readLiftedBlock } from './unblock-view.ts'

/** What an order does in several tenants, before one person carries it out. @throws UserError as `assertSensible` */
export async function showManyConfirm(deps: Deps, order: ManyOrder, notice?: Notice): Promise<Card> {
  const { db } = deps.database
  await assertSensible(deps, db, order)
  const snapshot = await readSnapshot(deps, db, order)
  const refusals = await findRefusals(deps, db, order)
  const set = deps.catalog.sets.find(({ id }) => id === order.setId)
  const tenants = snapshot.tenants.filter(({ id }) => !refusals.has(id))
  const isUnblock = order.kind === 'unblock'
  return manyConfirmCard({
    now: deps.clock(),
    kind: order.kind,
    ...(set && { set: setRef(set) }),
    tenants,
    leftOut: snapshot.tenants.flatMap((tenant) => {
      const refusal = refusals.get(tenant.id)
      return refusal ? [{ tenant, refusal }] : []
    }),
    ...(set && (order.kind === 'block' || isUnblock) && { consequences: consequencesOf(deps.catalog, set) }),
    ...(set && isUnblock && { lifted: await readLifted(deps, set.id, tenants) }),
    ...(order.until !== undefined && { until: new Date(order.until) }),
    undoMinutes: undoMinutesOf(deps),
    v: seenPart(await hashOfMany(db, order, snapshot)),
    ...(notice && { notice }),
  })
}

async function readLifted(
  deps: Deps,
  setId: string,
  tenants: readonly { id: string }[],
): Promise<Map<string, LiftedBlock>> {
  const lifted = new Map<string, LiftedBlock>()
  for (const { id } of tenants) {
    const grant = await findGrant(deps.database.db, id, setId)
    if (grant) lifted.set(id, await readLiftedBlock(deps, grant))
  }
  return lifted
}

const undoMinutesOf = ({ rules }: Pick<Deps, 'rules'>): number => rules.undoMs / minutes(1)

/** The names as they were before, because a removed tenant has none afterwards. */
export async function readTenantRefs(
  deps: Pick<Deps, 'database'>,
  tenantIds: readonly string[],
): Promise<Map<string, TenantRef>> {
  const refs = new Map<string, TenantRef>()
  for (const id of tenantIds) {
    const tenant = await findTenant(deps.database.db, id)
    if (tenant) refs.set(id, tenantRef(tenant))
  }
  return refs
}

/** Where an order was carried out, and where not. */
export function showManyDone(
  deps: Deps,
  {
    order,
    outcome,
    by,
    refs,
  }: { order: ManyOrder; outcome: RequestOutcome; by: Person; refs: ReadonlyMap<string, TenantRef> },
): Card {
  const set = deps.catalog.sets.find(({ id }) => id === order.setId)
  const refOf = (id: string): TenantRef => refs.get(id) ?? { id, name: id, domain: '' }
  return manyDoneCard({
    now: deps.clock(),
    kind: order.kind,
    ...(set && { set: setRef(set) }),
    tenants: outcome.done.map(refOf),
    leftOut: outcome.refused.map(({ tenantId, code }) => ({
      tenant: refOf(tenantId),
      refusal: { code: code as UserErrorCode, facts: {} },
    })),
    by: { name: by.name },
    undoMinutes: undoMinutesOf(deps),
  })
}
