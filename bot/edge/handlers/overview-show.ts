import { z } from 'zod'
import { toEveryone } from '../teams/actions/answer.ts'
import { showOverview } from '../views/overview-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { page } from './input.ts'

/** All tenants against all sets, worst first. */
export const overviewShow = defineHandler({
  verb: 'overview.show',
  role: 'viewer',
  reach: 'ownTenants',
  input: z.object({ page, firstSet: z.number().int().min(1).max(1_000).default(1) }),

  async handle({ actor, input, deps }) {
    return toEveryone(await showOverview(deps, actor, input))
  },
})

export const overviewCommand = defineWord({
  word: 'overview',
  said: [
    'fleet',
    'dashboard',
    'summary',
    'fleet status',
    'how are we doing',
    'how are our tenants',
    'how are the tenants',
    'how are my tenants',
    'how many tenants',
    'big picture',
    'the big picture',
    'status of all',
    'status all',
  ],
  action: overviewShow,
})
