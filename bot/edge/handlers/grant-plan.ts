import { z } from 'zod'
import { mostAtOnce } from '#domain/people/second-person.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showPlan } from '../views/plan-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { guid, readSetInTenants, setId } from './input.ts'

/** Shows what granting a set would add, who can consent, and which rules prevent it. */
export const grantPlan = defineHandler({
  verb: 'grant.plan',
  role: 'operator',
  reach: namedBy('tenantIds'),
  input: z.object({ setId, tenantIds: z.array(guid).min(1).max(mostAtOnce) }),

  async handle({ actor, input, deps }) {
    return toActor(await showPlan(deps, { ...input, actor }))
  },
})

const usage = 'grant <set> in <tenant>[, <tenant>…]'

export const grantCommand = defineWord({
  word: 'grant',
  usage,
  examples: ['grant Directory data in Contoso'],
  read: async (args, deps, actor) => {
    const { set, tenants } = await readSetInTenants(deps, args, usage, actor)
    return { setId: set.id, tenantIds: tenants.map((tenant) => tenant.id) }
  },
  action: grantPlan,
})
