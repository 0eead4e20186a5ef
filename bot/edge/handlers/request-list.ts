import { z } from 'zod'
import { UserError } from '#platform/base/errors.ts'
import { toActor } from '../teams/actions/answer.ts'
import { showRequestList } from '../views/request-list-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { page } from './input.ts'

/** The requests that wait for a decision, the worst first, and the latest ones that have ended. */
export const requestList = defineHandler({
  verb: 'request.list',
  role: 'viewer',
  reach: 'ownTenants',
  input: z.object({ filter: z.enum(['toDecide', 'mine', 'open', 'ended']).optional(), page }),

  async handle({ actor, input, turn, deps }) {
    return toActor(await showRequestList(deps, { actor, turn }, input))
  },
})

const usage = 'requests [mine|all|ended]'

/** Words that can follow the command. */
const filters: Readonly<Record<string, string>> = {
  mine: 'mine',
  all: 'open',
  open: 'open',
  ended: 'ended',
  'to decide': 'toDecide',
}

export const requestsCommand = defineWord({
  word: 'requests',
  usage,
  examples: ['requests mine', 'requests ended'],
  read: async (args) => {
    if (args === '') return {}
    const filter = filters[args.toLowerCase()]
    if (!filter) throw new UserError('COMMAND_INCOMPLETE', { usage })
    return { filter }
  },
  action: requestList,
})
