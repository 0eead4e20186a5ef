import { z } from 'zod'
import { requireRole } from '../teams/actions/actor.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showBaseline } from '../views/baseline-view.ts'
import { showRequestForm } from '../views/request-form-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { firstAndMore, guid, more, page } from './input.ts'

/** What explains the grants of a tenant, and what of it nobody has confirmed yet; of several, the request to confirm all. */
export const baselineShow = defineHandler({
  verb: 'baseline.show',
  role: 'viewer',
  reach: namedBy('tenantId', 'more'),
  input: z.object({ tenantId: guid, more, page }),

  async handle({ actor, input: { tenantId, more, page }, deps }) {
    if (more.length === 0) return toActor(await showBaseline(deps, actor, { tenantId, page }))
    requireRole(actor, 'operator')
    const order = { kind: 'baseline', tenantIds: [tenantId, ...more] } as const
    return toActor(await showRequestForm(deps, actor, { order }))
  },
})

export const baselineCommand = defineWord({
  word: 'baseline',
  said: ['baseline of', 'baseline for', 'explained permissions', 'explained grants'],
  usage: 'baseline <tenant>[, <tenant>…]',
  form: { tenants: 'several' },
  input: firstAndMore,
  action: baselineShow,
})
