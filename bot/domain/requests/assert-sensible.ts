import { UserError } from '#platform/base/errors.ts'
import type { Db } from '#platform/storage/database.ts'
import { planGrant } from '../consent/plan-grant.ts'
import type { Deps } from '../deps.ts'
import { assertEnd } from '../exceptions/assert-terms.ts'
import { findAcceptable } from '../exceptions/find-acceptable.ts'
import { acceptRefusal } from '../grants/accept-grants.ts'
import { listUnconfirmed } from '../grants/confirm-baseline.ts'
import type { Grant } from '../grants/grant.ts'
import { findGrant } from '../grants/grants-store.ts'
import { openRefusal, unblockRefusal } from '../grants/lift-refusal.ts'
import { resetRefusal } from '../grants/reset-refusal.ts'
import { planMove } from '../moves/plan-move.ts'
import type { RequestKind } from '../people/act-kinds.ts'
import { mostAtOnce } from '../people/second-person.ts'
import { getRequirement } from '../requirements/current-requirements.ts'
import { standingBlock } from '../status/closure.ts'
import { getTenant } from '../tenants/tenants-store.ts'
import { type Order, termsOf } from './request.ts'

type Needs = Pick<Deps, 'catalog' | 'clientIds' | 'rules' | 'clock'>

/**
 * Refuses an order that is not possible in any of its tenants.
 * @throws UserError TOO_MANY_TENANTS, TENANT_UNKNOWN, or the refusal of the first tenant
 */
export async function assertSensible(deps: Needs, db: Db, order: Order): Promise<void> {
  const { kind, setId, tenantIds, exception } = order
  if (kind !== 'sync' && tenantIds.length === 0) throw new UserError('INPUT_INVALID', { field: 'tenants' })
  if (tenantIds.length > mostAtOnce)
    throw new UserError('TOO_MANY_TENANTS', { limit: mostAtOnce, count: tenantIds.length })
  if (kind === 'add') return
  for (const tenantId of tenantIds) await getTenant(db, tenantId)
  if (kind === 'remove' || kind === 'sync') return
  if (kind === 'baseline') return assertUnconfirmed(deps, db, tenantIds)
  if (kind === 'except') return assertAcceptable(deps, db, { setId, tenantIds, exception })
  if (setId === undefined) throw new UserError('INPUT_INVALID', { field: 'setId' })
  if (kind === 'grant') return assertGrantable(deps, db, { ...order, setId })
  if (kind === 'move') return assertMovable(deps, db, { setId, tenantIds })
  await assertOpenable(deps, db, { ...order, setId })
  const refusals = await findRefusals(deps, db, order)
  const [first] = refusals.values()
  if (first && refusals.size === new Set(tenantIds).size) throw first
}

/** What is closed by default is opened, with an end; anything else is unblocked. @throws UserError INPUT_INVALID */
async function assertOpenable(
  deps: Needs,
  db: Db,
  { kind, setId, until }: Order & { setId: string },
): Promise<void> {
  const { openForMs } = await getRequirement(deps, db, setId)
  const isClosed = openForMs !== undefined
  if (kind === 'open' && (!isClosed || until === undefined))
    throw new UserError('INPUT_INVALID', { field: 'until' })
  if (kind !== 'open' && isClosed && until !== undefined)
    throw new UserError('INPUT_INVALID', { field: 'kind' })
}

/** Of these tenants, those in which the order is not possible now, with the reason; in the order given. */
export async function findRefusals(
  deps: Needs,
  db: Db,
  { kind, setId, tenantIds, until }: Order,
): Promise<Map<string, UserError>> {
  const refusals = new Map<string, UserError>()
  if (setId === undefined || !isOneByOne(kind)) return refusals
  for (const tenantId of tenantIds) {
    const refusal = await findRefusal(deps, db, { kind, until }, await findGrant(db, tenantId, setId))
    if (refusal) refusals.set(tenantId, refusal)
  }
  return refusals
}

/** Each tenant has its own answer, from its grant. */
const oneByOne = ['block', 'unblock', 'reset', 'accept', 'open'] as const
type OneByOne = (typeof oneByOne)[number]
const isOneByOne = (kind: RequestKind): kind is OneByOne => oneByOne.some((each) => each === kind)

/** The tenants must be exactly those that the move concerns, the new one first. */
async function assertMovable(
  deps: Needs,
  db: Db,
  { setId, tenantIds }: { setId: string; tenantIds: readonly string[] },
): Promise<void> {
  const [to = '', from] = tenantIds
  const plan = await planMove(deps, db, { setId, tenantId: to, from, namesOf: tenantIds })
  if (!plan || plan.choices.length > 0) throw new UserError('CARD_OUTDATED')
  if (plan.refusal) throw new UserError(plan.refusal.code, plan.refusal.facts)
  const concerned = new Set([to, ...plan.sources.map(({ tenant }) => tenant.id)])
  const isSame = concerned.size === tenantIds.length && tenantIds.every((id) => concerned.has(id))
  if (!isSame) throw new UserError('INPUT_INVALID', { field: 'tenants' })
}

async function assertUnconfirmed(
  deps: Pick<Deps, 'catalog' | 'clientIds' | 'rules'>,
  db: Db,
  tenantIds: readonly string[],
): Promise<void> {
  for (const tenantId of tenantIds) if ((await listUnconfirmed(deps, db, tenantId)).length > 0) return
  throw new UserError('BASELINE_CONFIRMED')
}

/** One tenant at a time: facts, owner, and reason are of one place. */
async function assertAcceptable(
  deps: Pick<Deps, 'clock' | 'rules'>,
  db: Db,
  { setId, tenantIds, exception }: Omit<Order, 'kind'>,
): Promise<void> {
  const [tenantId, ...more] = tenantIds
  if (!exception || tenantId === undefined || more.length > 0)
    throw new UserError('INPUT_INVALID', { field: 'exception' })
  const terms = termsOf(exception)
  assertEnd(deps, terms.endsAt)
  await findAcceptable(db, { tenantId, setId, terms })
}

async function assertGrantable(
  deps: Needs,
  db: Db,
  { setId, tenantIds, until: end }: Order & { setId: string },
): Promise<void> {
  const until = end === undefined ? undefined : new Date(end)
  if (until && until <= deps.clock()) throw new UserError('TIME_PAST')
  const { tenants } = await planGrant(deps, db, { setId, tenantIds, until })
  const [first] = tenants
  if (first?.refusal && tenants.every(({ refusal }) => refusal))
    throw new UserError(first.refusal.code, first.refusal.facts)
}

async function findRefusal(
  deps: Needs,
  db: Db,
  { kind, until }: { kind: OneByOne; until: string | undefined },
  grant: Grant | undefined,
): Promise<UserError | undefined> {
  if (!grant) return new UserError('TENANT_NOT_CONNECTED')
  const blocked = standingBlock(grant.memory)
  if (until !== undefined) return openRefusal(deps, db, grant, { until: new Date(until) })
  if (kind === 'block') return blocked && new UserError('GRANT_BLOCKED', { by: blocked.by.name })
  if (kind === 'unblock') return unblockRefusal(deps, db, grant)
  if (kind === 'accept') return acceptRefusal(grant)
  return resetRefusal(grant)
}
