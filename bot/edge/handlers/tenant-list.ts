import { z } from 'zod'
import { UserError } from '#platform/base/errors.ts'
import { unwrapName } from '#platform/microsoft/read-tenant-text.ts'
import { toEveryone } from '../teams/actions/answer.ts'
import { findTurn } from '../teams/grammar/plain-words.ts'
import { showTenantList } from '../views/tenant-list-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { page, waitingGroup } from './input.ts'
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
    waiting: waitingGroup.optional(),
  }),

  async handle({ actor, input, turn, deps }) {
    return toEveryone(await showTenantList(deps, { actor, turn }, input))
  },
})

/** What can follow instead of a text to search for. */
const filters: Readonly<Record<string, string>> = {
  error: 'error',
  errors: 'error',
  'with errors': 'error',
  'with an error': 'error',
  'in error': 'error',
  failed: 'error',
  blocked: 'blocked',
  'that are blocked': 'blocked',
  'needs action': 'needsAction',
  'need action': 'needsAction',
  'that need action': 'needsAction',
  'needing action': 'needsAction',
  'that need attention': 'needsAction',
  'needing attention': 'needsAction',
  all: 'all',
  list: 'all',
}

export const tenantsCommand = defineWord({
  word: 'tenants',
  said: [
    'tenant list',
    'all tenants',
    'list',
    'customers',
    'search tenants',
    'search for',
    'search',
    'find',
    ['errors', 'error'],
    ['everything that is red', 'needs action'],
    ['everything red', 'needs action'],
    ['what is red', 'needs action'],
    ['anything i have to do', 'needs action'],
    ['what do i have to do', 'needs action'],
    ['anything to do', 'needs action'],
    ['problems', 'needs action'],
    ['issues', 'needs action'],
    ['broken', 'error'],
    ['what is broken', 'error'],
    ['what is wrong', 'needs action'],
    ['what needs action', 'needs action'],
    ['what needs attention', 'needs action'],
    ['what needs my attention', 'needs action'],
    ['which tenants need action', 'needs action'],
    ['which tenants need attention', 'needs action'],
    ['which tenants have errors', 'errors'],
    ['which tenants are blocked', 'blocked'],
    ['what is blocked', 'blocked'],
    ['blocked tenants', 'blocked'],
  ],
  usage: 'tenants [text]',
  read: async (args) => {
    const turn = findTurn(args)
    if (turn !== undefined) throw new UserError('LINE_NEGATED', { text: turn })
    const filter = filters[args.toLowerCase()]
    return filter ? { filter } : { search: unwrapName(args) }
  },
  action: tenantList,
})
