import { z } from 'zod'
import { toActor } from '../teams/actions/answer.ts'
import { showRequestList } from '../views/request-list-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { page } from './input.ts'
import { searchedReference } from './typed-text.ts'

/** The requests that wait for a decision, the worst first, and the latest ones that have ended. */
export const requestList = defineHandler({
  verb: 'request.list',
  role: 'viewer',
  reach: 'ownTenants',
  input: z.object({
    filter: z.enum(['toDecide', 'mine', 'open', 'ended']).optional(),
    reference: searchedReference,
    page,
  }),

  async handle({ actor, input, turn, deps }) {
    return toActor(await showRequestList(deps, { actor, turn }, input))
  },
})

export const requestsCommand = defineWord({
  word: 'requests',
  said: [
    'request list',
    'approvals',
    'pending approvals',
    'pending requests',
    'open requests',
    ['my requests', 'mine'],
    ['requests of mine', 'mine'],
    ['requests waiting', 'to decide'],
    ['ended requests', 'ended'],
    ['what do i have to approve', 'to decide'],
    ['what needs my approval', 'to decide'],
  ],
  almost: ['approve', 'reject', 'deny', 'decide', 'decline', 'my request'],
  takes: 'nothing',
  usage: 'requests [mine|all|ended|<case number>]',
  examples: ['requests mine', 'requests ended'],
  form: {
    reference: 'optional',
    choices: {
      mine: 'mine',
      my: 'mine',
      all: 'open',
      open: 'open',
      pending: 'open',
      ended: 'ended',
      closed: 'ended',
      done: 'ended',
      'to decide': 'toDecide',
    },
  },
  input: ({ choice, reference }) => ({
    ...(choice && { filter: choice }),
    ...(reference !== undefined && { reference }),
  }),
  action: requestList,
})
