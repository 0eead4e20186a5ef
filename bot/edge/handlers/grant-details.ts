import { toEveryone } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showDetails } from '../views/details-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { grantRef, page } from './input.ts'

/** Every permission of one set in one tenant, with reasons, findings and remedies. */
export const grantDetails = defineHandler({
  verb: 'grant.details',
  role: 'viewer',
  reach: namedBy('tenantId'),
  input: grantRef.extend({ page }),

  async handle({ actor, input, turn, deps }) {
    return toEveryone(await showDetails(deps, { actor, turn }, input))
  },
})

export const detailsCommand = defineWord({
  word: 'details',
  said: ['detail', 'detailed status', 'permissions of', 'permissions for', 'which permissions does'],
  usage: 'details <set> in <tenant>',
  form: { set: 'needed', tenants: 'one' },
  input: ({ set, tenants: [tenant] }) => ({ setId: set?.id, tenantId: tenant?.id }),
  action: grantDetails,
})
