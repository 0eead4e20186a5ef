import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { findOrderCard } from '../views/request-form-view.ts'
import { showUnblockConfirm } from '../views/unblock-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { grantRef, more, setInSome } from './input.ts'

/** Shows what unblocking a set gives back, before it is done. */
export const grantUnblock = defineHandler({
  verb: 'grant.unblock',
  role: 'operator',
  reach: namedBy('tenantId', 'more'),
  input: grantRef.extend({ more }),

  async handle({ actor, input: { tenantId, setId, more }, deps }) {
    const order = { kind: 'unblock', setId, tenantIds: [tenantId, ...more] } as const
    const form = await findOrderCard(deps, actor, order)
    return toActor(form ?? (await showUnblockConfirm(deps, actor, { tenantId, setId })))
  },
})

export const unblockCommand = defineWord({
  word: 'unblock',
  said: ['unblock permissions', 'unblock permission', 'unblock access', 'un-block', 'unlock', 'unsuspend'],
  usage: 'unblock <set> in <tenant>[, <tenant>…]',
  form: { set: 'needed', tenants: 'several' },
  input: setInSome,
  action: grantUnblock,
})
