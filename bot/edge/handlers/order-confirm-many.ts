import { z } from 'zod'
import { actAlone } from '#domain/requests/act-alone.ts'
import type { ManyOrder } from '#domain/requests/request.ts'
import { UserError } from '#platform/base/errors.ts'
import type { Actor } from '../teams/actions/actor.ts'
import { type Answer, toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import type { HandlerDeps } from '../views/handler-deps.ts'
import { leadOfOrder } from '../views/lead-of.ts'
import { readTenantRefs, showManyConfirm, showManyDone } from '../views/many-view.ts'
import { defineHandler } from './define.ts'
import { packedIds, setId } from './input.ts'

const input = z.object({
  kind: z.enum(['block', 'unblock', 'reset', 'remove']),
  setId: setId.optional(),
  tenants: packedIds,
  v: z.string().max(64),
  /** Of an unblock for a time. */
  until: z.iso.datetime().optional(),
})

const orderOfMany = ({ kind, setId: set, tenants, until }: z.infer<typeof input>): ManyOrder => ({
  kind,
  tenantIds: tenants,
  ...(set && { setId: set }),
  ...(until && { until }),
})

/** Carries out what was confirmed for several tenants. A click on an outdated card shows the current one. */
async function actInMany(deps: HandlerDeps, actor: Actor, given: z.infer<typeof input>): Promise<Answer> {
  const order = orderOfMany(given)
  const refs = await readTenantRefs(deps, order.tenantIds)
  try {
    const outcome = await actAlone(deps, { order, seen: given.v, by: actor })
    return toActor(showManyDone(deps, { order, outcome, by: actor, refs }))
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'CARD_OUTDATED') throw error
    const notice = { kind: 'info', code: 'CARD_OUTDATED' } as const
    return toActor(await showManyConfirm(deps, order, notice))
  }
}

/** Blocks a set in several tenants after the card that named them and what stops. */
export const blockConfirmMany = defineHandler({
  verb: 'block.confirmMany',
  protects: true,
  role: 'approver',
  reach: namedBy('tenants'),
  input: input.extend({ kind: z.literal('block') }),
  leadsTo: ({ input, deps }) => leadOfOrder(deps, orderOfMany(input)),

  async handle({ actor, input, deps }) {
    return actInMany(deps, actor, input)
  },
})

/** Unblocks, resets, or removes in several tenants after the card that named them. */
export const orderConfirmMany = defineHandler({
  verb: 'order.confirmMany',
  role: 'approver',
  reach: namedBy('tenants'),
  input: input.extend({ kind: z.enum(['unblock', 'reset', 'remove']) }),
  leadsTo: ({ input, deps }) => leadOfOrder(deps, orderOfMany(input)),

  async handle({ actor, input, deps }) {
    return actInMany(deps, actor, input)
  },
})
