import { z } from 'zod'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { findOrderCard, showRequestForm } from '../views/request-form-view.ts'
import { isOpenedForTime, showUnblockConfirm } from '../views/unblock-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { grantRef, more, setInSome } from './input.ts'

/** Shows what unblocking a set gives back, before it is done. */
export const grantUnblock = defineHandler({
  verb: 'grant.unblock',
  role: 'operator',
  reach: namedBy('tenantId', 'more'),
  input: grantRef.extend({ more, until: z.iso.datetime().optional() }),

  async handle({ actor, input: { tenantId, setId, more, until }, deps }) {
    const tenantIds = [tenantId, ...more]
    const end = until !== undefined && { until }
    const isOpened = await isOpenedForTime(deps, { setId, tenantIds, hasEnd: until !== undefined })
    const order = { kind: isOpened ? 'open' : 'unblock', setId, tenantIds, ...end } as const
    if (isOpened) return toActor(await showRequestForm(deps, actor, { order }))
    const form = await findOrderCard(deps, actor, order)
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
