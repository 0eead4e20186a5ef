import { z } from 'zod'
import { toEveryone } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showTenant } from '../views/tenant-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { guid, page } from './input.ts'

/** Every set of one tenant. */
export const tenantShow = defineHandler({
  verb: 'tenant.show',
  role: 'viewer',
  reach: namedBy('tenantId'),
  input: z.object({ tenantId: guid, page }),

  async handle({ actor, input, turn, deps }) {
    return toEveryone(await showTenant(deps, { actor, turn }, input))
  },
})

export const statusCommand = defineWord({
  word: 'status',
  said: [
    'tenant',
    'show tenant',
    'state',
    'how is',
    'how are',
    'what is wrong with',
    'what is up with',
    'health of',
    'health',
    'is everything ok in',
    'report on',
  ],
  usage: 'status <tenant>',
  form: { tenants: 'one' },
  input: ({ tenants: [tenant] }) => ({ tenantId: tenant?.id }),
  action: tenantShow,
})
