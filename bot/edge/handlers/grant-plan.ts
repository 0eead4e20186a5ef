import { z } from 'zod'
import { mostAtOnce } from '#domain/people/second-person.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { leadOfGrant } from '../views/lead-of.ts'
import { showPlan } from '../views/plan-view.ts'
import { findOpeningForm } from '../views/request-form-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { guid, setId } from './input.ts'

/** Shows what granting a set would add, who can consent, and which rules prevent it. */
export const grantPlan = defineHandler({
  verb: 'grant.plan',
  role: 'operator',
  reach: namedBy('tenantIds'),
  input: z.object({
    setId,
    tenantIds: z.array(guid).min(1).max(mostAtOnce),
    until: z.iso.datetime().optional(),
  }),
  leadsTo: ({ actor, input, deps }) => leadOfGrant(deps, actor, input),

  async handle({ actor, input, deps }) {
    const opening = await findOpeningForm(deps, actor, input)
    if (opening) return toActor(opening)
    return toActor(await showPlan(deps, { ...input, actor }))
  },
})

export const grantCommand = defineWord({
  word: 'grant',
  said: [
    'grant permissions',
    'grant permission',
    'grant access',
    'grant consent',
    'update permissions',
    'update',
    'regrant',
    're-grant',
    'consent to',
    'give consent',
    'consent',
    'allow',
    'authorize',
    'authorise',
    'give',
    'make grant of',
    'make a grant of',
  ],
  almost: ['request', 'ask for', 'apply for', 'i need', 'we need'],
  usage: 'grant <set> in <tenant>[, <tenant>…] [for <time>|until <end>]',
  examples: ['grant Directory data in Contoso'],
  form: { set: 'needed', tenants: 'several', until: 'optional' },
  input: ({ set, tenants, until }) => ({
    setId: set?.id,
    tenantIds: tenants.map(({ id }) => id),
    ...(until && { until: until.toISOString() }),
  }),
  action: grantPlan,
})
