import { resetGrant } from '#domain/grants/reset-grant.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { findOrderCard } from '../views/request-form-view.ts'
import { actOnGrant, currentVersion } from './answer-with-tenant.ts'
import { defineHandler, defineWord } from './define.ts'
import { more, readSetInSome, versionedGrant } from './input.ts'

/** Clears an error or an open link, and reads the tenant again. */
export const grantReset = defineHandler({
  verb: 'grant.reset',
  role: 'operator',
  reach: namedBy('tenantId', 'more'),
  input: versionedGrant.extend({ more }),

  async handle({ actor, input: { tenantId, setId, v, more }, turn, deps }) {
    const order = { kind: 'reset', setId, tenantIds: [tenantId, ...more] } as const
    const form = await findOrderCard(deps, actor, order)
    if (form) return toActor(form)
    const work = () => resetGrant(deps, { tenantId, setId, version: v, by: actor })
    return actOnGrant(deps, { actor, turn, tenantId, setId }, { work, outcome: 'RESET' })
  },
})

const usage = 'reset <set> in <tenant>[, <tenant>…]'

export const resetCommand = defineWord({
  word: 'reset',
  usage,
  read: async (args, deps, actor, { sentAt }) =>
    currentVersion(deps, await readSetInSome(deps, args, usage, actor), sentAt),
  action: grantReset,
})
