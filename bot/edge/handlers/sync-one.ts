import { z } from 'zod'
import { startSync } from '#domain/sync/start-sync.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { answerWithSync, syncCardLocation } from './answer-with-sync.ts'
import { defineHandler, defineWord } from './define.ts'
import { guid, readNamedTenant, whole } from './input.ts'

/** Reads one tenant now. */
export const syncOne = defineHandler({
  verb: 'sync.tenant',
  role: 'operator',
  reach: namedBy('tenantId'),
  input: z.object({ tenantId: guid }),

  async handle({ actor, input, turn, deps }) {
    const run = await startSync(deps, { tenantId: input.tenantId, by: actor, place: syncCardLocation(turn) })
    return answerWithSync(deps, run)
  },
})

const usage = 'sync <tenant>|all'

export const syncCommand = defineWord({
  word: 'sync',
  usage,
  read: async (args, deps, actor) => ({
    tenantId: (await readNamedTenant(deps, whole(args), usage, actor)).id,
  }),
  action: syncOne,
})
