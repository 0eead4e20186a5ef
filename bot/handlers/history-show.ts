import { z } from 'zod'
import { historyAreas, historyWho } from '../../cards/words/codes.ts'
import { scopeOf } from '../people/scope.ts'
import { toEveryone } from '../teams/answer.ts'
import { showHistory } from '../views/history-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { guid, readTenant, setId } from './input.ts'

/** Who did what, newest first. */
export const historyShow = defineHandler({
  verb: 'history.show',
  role: 'viewer',
  input: z.object({
    tenantId: guid.optional(),
    setId: setId.optional(),
    before: z.number().int().positive().optional(),
    who: z.enum(historyWho).optional(),
    area: z.enum(historyAreas).optional(),
  }),

  async handle({ actor, input, deps }) {
    const scope = scopeOf(actor, 'viewer')
    return toEveryone(await showHistory(deps, { ...input, scope, askedBy: actor.objectId }))
  },
})

const usage = 'history [tenant]'

export const historyCommand = defineWord({
  word: 'history',
  usage,
  role: 'viewer',
  read: async (args, deps, actor) =>
    args === '' ? {} : { tenantId: (await readTenant(deps, args, usage, actor)).id },
  action: historyShow,
})
