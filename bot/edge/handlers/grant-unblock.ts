import { z } from 'zod'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import type { HandlerDeps } from '../views/handler-deps.ts'
import { leadOfOrder } from '../views/lead-of.ts'
import { findOrderCard, showRequestForm } from '../views/request-form-view.ts'
import { isOpenedForTime, showUnblockConfirm } from '../views/unblock-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { grantRef, more, setInSome } from './input.ts'

const input = grantRef.extend({ more, until: z.iso.datetime().optional() })

/** A set that is closed by default is opened for a time. */
async function orderOf(deps: HandlerDeps, { tenantId, setId, more, until }: z.infer<typeof input>) {
  const tenantIds = [tenantId, ...more]
  const isOpened = await isOpenedForTime(deps, { setId, tenantIds, hasEnd: until !== undefined })
  const kind: 'open' | 'unblock' = isOpened ? 'open' : 'unblock'
  return { kind, setId, tenantIds, ...(until !== undefined && { until }) }
}

/** Shows what unblocking a set gives back, before it is done. */
export const grantUnblock = defineHandler({
  verb: 'grant.unblock',
  role: 'operator',
  reach: namedBy('tenantId', 'more'),
  input,
  leadsTo: async ({ input, deps }) => {
    const order = await orderOf(deps, input)
    // Its form asks for the end first.
    if (order.kind === 'open' && order.until === undefined) return undefined
    return leadOfOrder(deps, order)
  },

  async handle({ actor, input, deps }) {
    const { tenantId, setId, until } = input
    const order = await orderOf(deps, input)
    if (order.kind === 'open') return toActor(await showRequestForm(deps, actor, { order }))
    const form = await findOrderCard(deps, actor, order)
    const end = until !== undefined && { until }
    return toActor(form ?? (await showUnblockConfirm(deps, actor, { tenantId, setId, ...end })))
  },
})

export const unblockCommand = defineWord({
  word: 'unblock',
  said: [
    'unblock permissions',
    'unblock permission',
    'unblock access',
    'un-block',
    'unlock',
    'unsuspend',
    'reopen',
    'open access to',
    'open for a time',
  ],
  usage: 'unblock <set> in <tenant>[, <tenant>…] [for <time>|until <end>]',
  form: { set: 'needed', tenants: 'several', until: 'optional' },
  input: setInSome,
  action: grantUnblock,
})
