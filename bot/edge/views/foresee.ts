import type { ApprovalRule } from '#domain/people/second-person.ts'
import { foreseeApproval } from '#domain/requests/approve.ts'
import { readApprovers } from '#domain/requests/approvers.ts'
import type { Order } from '#domain/requests/request.ts'
import { readSnapshot } from '#domain/requests/snapshot.ts'
import type { Effects } from '#domain/what-if/effects.ts'
import { foreseeAct } from '#domain/what-if/foresee-act.ts'
import type { PlannedCall } from '#domain/what-if/plan.ts'
import { UserError, type UserErrorCode } from '#platform/base/errors.ts'
import type { Action, Lead } from '../teams/actions/action.ts'
import { may, requireReach, requireRole } from '../teams/actions/actor.ts'
import { concernedTenants } from './concerned-tenants.ts'
import type { Asker, ForeseenAct } from './foreseen-act.ts'
import type { HandlerDeps } from './handler-deps.ts'
import { readSubject } from './refused-subject.ts'
import { whyAsk } from './request-form-view.ts'

/** The action of a verb. @throws UserError VERB_UNKNOWN */
export function getAction({ tables }: HandlerDeps, verb: string): Action<HandlerDeps> {
  const action = tables.actions.find((each) => each.verb === verb)
  if (!action) throw new UserError('VERB_UNKNOWN')
  return action
}

/** The input of an action, read as from a card. @throws UserError INPUT_INVALID */
export function readInput(action: Action<HandlerDeps>, input: unknown): unknown {
  const read = action.input.safeParse(input)
  if (!read.success) throw new UserError('INPUT_INVALID', { field: '' })
  return read.data
}

/**
 * Foresees what a button or a command leads to, by running the act itself with nothing committed. Undefined if its card asks
 * something first. @throws UserError for what the person may not see
 */
export async function foresee(
  deps: HandlerDeps,
  asker: Asker,
  { verb, input }: PlannedCall,
): Promise<ForeseenAct | undefined> {
  const action = getAction(deps, verb)
  const read = readInput(action, input)
  requireReach(asker.actor, 'viewer', await concernedTenants(deps, action.reach, { ...asker, input: read }))
  const subject = readSubject(input)
  let lead: Lead | undefined = { verb, input }
  try {
    if (action.leadsTo) lead = await action.leadsTo({ actor: asker.actor, input: read, deps })
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return { ...subject, act: { verb, input }, refused: error }
  }
  if (!lead) return undefined
  const { order } = lead
  // A tenant that is to be added, whether it is on the list or not.
  if (order && !order.tenantIds.every((id) => may(asker.actor, 'viewer', id)))
    throw new UserError('SCOPE_MISSING', { needs: 'approver' })
  const about = {
    tenantIds: order?.tenantIds ?? subject.tenantIds,
    setId: order?.setId ?? subject.setId,
    act: { verb: lead.verb, input: lead.input },
    order,
    leftOut: lead.leftOut,
  }
  return { ...about, ...(await foreseeLead(deps, asker, { ...lead, tenantIds: about.tenantIds })) }
}

type Outcome = Pick<ForeseenAct, 'effects' | 'refused' | 'asks'>

async function foreseeLead(
  deps: HandlerDeps,
  asker: Asker,
  lead: Lead & Pick<ForeseenAct, 'tenantIds'>,
): Promise<Outcome> {
  const { order } = lead
  const { db } = deps.database
  const snapshot = order && (await readSnapshot(deps, db, order))
  const rule = order && snapshot && (await whyAsk(deps, asker.actor, order, snapshot))
  if (rule) return foreseeAsking(deps, asker, { order, rule })
  try {
    return { effects: await foreseeAlone(deps, asker, lead) }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    if (order && ofThePerson.has(error.code))
      return foreseeAsking(deps, asker, { order, rule: { why: 'role' } })
    return { refused: error }
  }
}

/** Another person could do it. */
const ofThePerson: ReadonlySet<UserErrorCode> = new Set(['APPROVAL_NEEDED', 'ROLE_MISSING', 'SCOPE_MISSING'])

/** The handler of the act, up to the end of its transaction. */
async function foreseeAlone(
  deps: HandlerDeps,
  { actor, turn }: Asker,
  { verb, input, tenantIds }: PlannedCall & Pick<ForeseenAct, 'tenantIds'>,
): Promise<Effects | undefined> {
  const action = getAction(deps, verb)
  const read = readInput(action, input)
  requireRole(actor, action.role)
  requireReach(actor, action.role, await concernedTenants(deps, action.reach, { actor, turn, input: read }))
  const watch = { by: actor, tenantIds }
  return foreseeAct(deps, watch, (database) => {
    const chat = { ...silent, findMember: deps.chat.findMember }
    const call = { actor, input: read, turn, deps: { ...deps, database, chat } }
    return action.act ? action.act(call) : action.handle(call)
  })
}

/** Nothing is posted before the effect that is foreseen, so whoever tries has a bug. */
const silent: Omit<HandlerDeps['chat'], 'findMember'> = {
  post: refuseToPost,
  update: refuseToPost,
  postToPerson: refuseToPost,
}

function refuseToPost(): never {
  throw new Error('Nothing may be posted while an act is only foreseen')
}

async function foreseeAsking(
  deps: HandlerDeps,
  { actor }: Asker,
  { order, rule }: { order: Order; rule: ApprovalRule },
): Promise<Outcome> {
  const { tenantIds } = order
  const approvers = await readApprovers(deps, actor, order)
  const isOperator =
    tenantIds.length === 0 ? may(actor, 'operator') : tenantIds.every((id) => may(actor, 'operator', id))
  const asks = { rule, approvers, mayAsk: isOperator && approvers.length > 0 }
  try {
    return { asks, effects: await foreseeApproval(deps, { order, by: actor, tenantIds }) }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return { asks, refused: error }
  }
}
