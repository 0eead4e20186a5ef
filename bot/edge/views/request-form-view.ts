import type { Deps } from '#domain/deps.ts'
import { permissionsAtStake } from '#domain/grants/grant-order.ts'
import { findGrant } from '#domain/grants/grants-store.ts'
import { endRefusal } from '#domain/grants/lift-refusal.ts'
import { accepts } from '#domain/people/act-kinds.ts'
import { type ApprovalRule, findApprovalRule } from '#domain/people/second-person.ts'
import { assertSensible } from '#domain/requests/assert-sensible.ts'
import { type Order, type RequestSnapshot, tenantsOfOrder } from '#domain/requests/request.ts'
import { readSnapshot, stakeOf } from '#domain/requests/snapshot.ts'
import { getRequirement } from '#domain/requirements/current-requirements.ts'
import { isInForce } from '#domain/status/closure.ts'
import { countSyncable } from '#domain/tenants/sync-times-store.ts'
import type { UserError } from '#platform/base/errors.ts'
import { hours, later } from '#platform/base/time.ts'
import type { Notice } from '../../../cards/notice.ts'
import type { Card } from '../../../cards/render.ts'
import { type OpeningForm, requestFormCard } from '../../../cards/request-form.ts'
import type { Actor } from '../teams/actions/actor.ts'
import { seenOf, whyOf } from './asking-view.ts'
import { showManyConfirm } from './many-view.ts'
import { showMovePlan } from './move-view.ts'
import { showPlan } from './plan-view.ts'
import { consequencesOf, setRef } from './refs.ts'

interface FormOptions {
  order: Order
  /** The text that was typed so far. */
  reason?: string
  reference?: string | undefined
  notice?: Notice
  /** The "what if" plan that is asked for. */
  planId?: string | undefined
  /** Default: the first one. A notice is about the last one, which has the button. */
  page?: number
}

/** A page past the end is the last one. */
const lastPage = 1_000

/** The form for the reason of a request, with the plan of a grant or the effect of another action. @throws UserError */
export async function showRequestForm(deps: Deps, actor: Actor, given: FormOptions): Promise<Card> {
  const { order, reason, reference, notice, planId } = given
  const typed = { ...(reason && { reason }), ...(reference && { reference }) }
  const page = notice ? lastPage : (given.page ?? 1)
  const { kind, setId } = order
  if (kind === 'grant' && setId !== undefined) {
    const { tenantIds, until } = order
    return showPlan(deps, { actor, setId, tenantIds, until, page, planId, ...typed, notice })
  }
  if (kind === 'move' && setId !== undefined) {
    const [tenantId = '', from] = order.tenantIds
    const shown = { setId, tenantId, from, planId, ...typed, ...(notice && { notice }) }
    const move = await showMovePlan(deps, actor, shown)
    return move ?? showPlan(deps, { actor, setId, tenantIds: [tenantId], notice })
  }
  const opening = await readOpening(deps, order)
  const until = opening?.until.toISOString()
  await assertSensible(deps, deps.database.db, { ...order, ...(until !== undefined && { until }) })
  const snapshot = await readSnapshot(deps, deps.database.db, order)
  const set = deps.catalog.sets.find(({ id }) => id === setId)
  // For one tenant at a time, no request would be needed.
  const rule = (await whyAsk(deps, actor, order, snapshot)) ?? { why: 'many' }
  return requestFormCard({
    now: deps.clock(),
    kind,
    ...(set && { set: setRef(set) }),
    tenants: snapshot.tenants,
    ...(order.domain && { domain: order.domain }),
    page,
    ...(set && kind === 'block' && { consequences: consequencesOf(deps.catalog, set) }),
    ...(opening && { opening }),
    asking: { ...whyOf(deps, rule), v: seenOf(snapshot), ...typed, ...(planId && { plan: planId }) },
    notice: notice ?? opening?.notice,
  })
}

const usualMs = hours(8)

/** When access is to end: on the form of a closed set it is picked, anywhere else it was typed. */
async function readOpening(
  deps: Deps,
  { kind, setId = '', tenantIds, until }: Order,
): Promise<(OpeningForm & { notice?: Notice }) | undefined> {
  if (kind !== 'open') return until === undefined ? undefined : { until: new Date(until), isPicked: false }
  const { db } = deps.database
  const { openForMs = usualMs } = await getRequirement(deps, db, setId)
  const now = deps.clock()
  const latest = later(now, openForMs)
  const wanted = until === undefined ? later(now, Math.min(openForMs, usualMs)) : new Date(until)
  const refusal = endRefusal(wanted, openForMs, now)
  const [only = '', ...more] = tenantIds
  const grant = more.length === 0 ? await findGrant(db, only, setId) : undefined
  const openUntil =
    grant && isInForce({ openForMs }, grant.memory, now) ? grant.memory.open?.until : undefined
  return {
    until: refusal ? later(now, Math.min(openForMs, usualMs)) : wanted,
    ...(refusal && { notice: noticeOfEnd(refusal) }),
    latest,
    isPicked: true,
    hours: openForMs / hours(1),
    openUntil,
  }
}

/** What is wrong with an end that was typed or picked, where another one can be picked. */
export const noticeOfEnd = ({ code, facts }: UserError): Notice =>
  code === 'TIME_PAST'
    ? { kind: 'info', code: 'END_PAST' }
    : { kind: 'info', code: 'END_TOO_LATE', facts: { hours: Number(facts.hours) } }

/**
 * What comes before an order takes effect: the request form if the person needs approval, otherwise for several tenants the
 * card that confirms all of them. Undefined: go on.
 */
export async function findOrderCard(deps: Deps, actor: Actor, order: Order): Promise<Card | undefined> {
  const snapshot = await readSnapshot(deps, deps.database.db, order)
  if (await whyAsk(deps, actor, order, snapshot)) return showRequestForm(deps, actor, { order })
  const { kind } = order
  const isOther =
    kind === 'sync' ||
    kind === 'grant' ||
    kind === 'move' ||
    kind === 'add' ||
    kind === 'open' ||
    kind === 'except'
  if (order.tenantIds.length <= 1 || isOther || accepts(kind)) return undefined
  return showManyConfirm(deps, { ...order, kind })
}

/** Why the person needs approval; undefined if they don't. */
export async function whyAsk(
  deps: Deps,
  actor: Actor,
  order: Order,
  snapshot: RequestSnapshot,
): Promise<ApprovalRule | undefined> {
  const { db } = deps.database
  const { kind, setId } = snapshot
  const tenantIds =
    kind === 'sync'
      ? { count: await countSyncable(db, tenantsOfOrder(order)) }
      : snapshot.tenants.map(({ id }) => id)
  const given = 'count' in tenantIds ? [] : tenantIds
  const permissions = accepts(kind)
    ? stakeOf(snapshot)
    : setId === undefined
      ? []
      : await permissionsAtStake(deps, db, { kind, setId, tenantIds: given, until: order.until })
  return findApprovalRule(deps, db, { kind, by: actor, tenantIds, permissions })
}

/**
 * "Grant … for 8 hours" of a set that is closed by default: the form that opens it, where everything is granted already.
 * Undefined: it is a matter of the plan.
 */
export async function findOpeningForm(
  deps: Deps,
  actor: Actor,
  { setId, tenantIds, until }: { setId: string; tenantIds: readonly string[]; until?: string | undefined },
): Promise<Card | undefined> {
  const { db } = deps.database
  const { openForMs } = await getRequirement(deps, db, setId)
  if (openForMs === undefined || until === undefined) return undefined
  for (const tenantId of tenantIds) {
    const grant = await findGrant(db, tenantId, setId)
    const status = grant?.status === 'blocked' ? grant.lastKnown : grant?.status
    if (status !== 'granted' && status !== 'settingsRequired') return undefined
  }
  return showRequestForm(deps, actor, { order: { kind: 'open', setId, tenantIds, until } })
}
