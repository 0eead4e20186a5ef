import { z } from 'zod'
import { toEveryone } from '../teams/actions/answer.ts'
import { showTenantList } from '../views/tenant-list-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { page } from './input.ts'
import { typedLine } from './typed-text.ts'

/** The tenants, worst first. */
export const tenantList = defineHandler({
  verb: 'tenant.list',
  role: 'viewer',
  reach: 'ownTenants',
  input: z.object({
    filter: z.enum(['all', 'needsAction', 'error', 'blocked']).default('all'),
    search: typedLine(200),
    page,
  }),

  async handle({ actor, input, turn, deps }) {
    return toEveryone(await showTenantList(deps, { actor, turn }, input))
  },
})

export const tenantsCommand = defineWord({
  word: 'tenants',
  usage: 'tenants [text]',
  read: async (args) => ({ search: args }),
  action: tenantList,
})
