import { unblockGrant } from '#domain/grants/unblock-grant.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { findOrderCard } from '../views/request-form-view.ts'
import { actOnGrant, currentVersion } from './answer-with-tenant.ts'
import { defineHandler, defineWord } from './define.ts'
import { more, setInSome, versionedGrant } from './input.ts'

/** Ends a block; the set shows the status of the last read again. */
export const grantUnblock = defineHandler({
  verb: 'grant.unblock',
  role: 'operator',
  reach: namedBy('tenantId', 'more'),
  input: versionedGrant.extend({ more }),

  async handle({ actor, input: { tenantId, setId, v, more }, turn, deps }) {
    const order = { kind: 'unblock', setId, tenantIds: [tenantId, ...more] } as const
    const form = await findOrderCard(deps, actor, order)
    if (form) return toActor(form)
    const work = () =>
      unblockGrant(deps, { tenantId, setId, version: v, by: actor, namesOf: scopeOf(actor, 'viewer') })
    return actOnGrant(deps, { actor, turn, tenantId, setId }, { work, outcome: 'UNBLOCKED' })
  },
})

export const unblockCommand = defineWord({
  word: 'unblock',
  said: ['unblock permissions', 'unblock permission', 'unblock access', 'un-block', 'unlock', 'unsuspend'],
  usage: 'unblock <set> in <tenant>[, <tenant>…]',
  form: { set: 'needed', tenants: 'several' },
  actsAtOnce: true,
  input: (line) => currentVersion(line.deps, setInSome(line), line.beside.sentAt),
  action: grantUnblock,
})
