import { z } from 'zod'
import { toActor } from '../teams/actions/answer.ts'
import { namedOr } from '../teams/actions/reach.ts'
import { showExceptions } from '../views/exception-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { guid, page } from './input.ts'

/** Everything that is accepted now, the first to end first. */
export const exceptionList = defineHandler({
  verb: 'exception.list',
  role: 'viewer',
  reach: namedOr('ownTenants', 'tenantId'),
  input: z.object({ tenantId: guid.optional(), page }),

  async handle({ actor, input, turn, deps }) {
    return toActor(await showExceptions(deps, { actor, turn }, input))
  },
})

export const exceptionsCommand = defineWord({
  word: 'exceptions',
  said: [
    'exception',
    'exception list',
    'accepted exceptions',
    'accepted findings',
    'accepted risks',
    'accepted risk',
    'risk acceptances',
    'what is accepted',
    'what did we accept',
  ],
  usage: 'exceptions [tenant]',
  examples: ['exceptions'],
  form: { tenants: 'optional' },
  input: ({ tenants: [tenant] }) => (tenant ? { tenantId: tenant.id } : {}),
  action: exceptionList,
})
