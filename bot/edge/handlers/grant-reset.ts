import { resetGrant } from '#domain/grants/reset-grant.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { leadOfOrder } from '../views/lead-of.ts'
import { findOrderCard } from '../views/request-form-view.ts'
import { actOnGrant, currentVersion } from './answer-with-tenant.ts'
import { defineHandler, defineWord } from './define.ts'
import { more, orderInSome, setInSome, versionedGrant } from './input.ts'

/** Clears an error or an open link, and reads the tenant again. */
export const grantReset = defineHandler({
  verb: 'grant.reset',
  role: 'operator',
  reach: namedBy('tenantId', 'more'),
  input: versionedGrant.extend({ more }),
  leadsTo: ({ input, deps }) => leadOfOrder(deps, orderInSome('reset', input)),

  async handle({ actor, input, turn, deps }) {
    const { tenantId, setId, v } = input
    const form = await findOrderCard(deps, actor, orderInSome('reset', input))
    if (form) return toActor(form)
    const work = () => resetGrant(deps, { tenantId, setId, version: v, by: actor })
    return actOnGrant(deps, { actor, turn, tenantId, setId }, { work, outcome: 'RESET' })
  },
})

export const resetCommand = defineWord({
  word: 'reset',
  said: [
    'reset permissions',
    'reset permission',
    'reset error',
    'reset errors',
    'reset the error of',
    'clear the error of',
    'clear error of',
    'clear',
  ],
  usage: 'reset <set> in <tenant>[, <tenant>…]',
  form: { set: 'needed', tenants: 'several' },
  actsAtOnce: true,
  input: (line) => currentVersion(line.deps, setInSome(line)),
  action: grantReset,
})
