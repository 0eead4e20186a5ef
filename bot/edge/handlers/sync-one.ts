import { z } from 'zod'
import { startSync } from '#domain/sync/start-sync.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { answerWithSync, syncCardLocation } from './answer-with-sync.ts'
import { defineHandler, defineWord } from './define.ts'
import { firstAndMore, guid, more, orderInSome } from './input.ts'

/** Reads one tenant, or some, now. */
export const syncOne = defineHandler({
  verb: 'sync.tenant',
  role: 'operator',
  reach: namedBy('tenantId', 'more'),
  input: z.object({ tenantId: guid, more }),
  leadsTo: async ({ input }) => ({ verb: 'sync.tenant', input, order: orderInSome('sync', input) }),

  async handle({ actor, input, turn, deps }) {
    const tenantIds = [input.tenantId, ...input.more]
    const run = await startSync(deps, { tenantIds, by: actor, place: syncCardLocation(turn) })
    return answerWithSync(deps, run)
  },
})

export const syncCommand = defineWord({
  word: 'sync',
  said: [
    'resync',
    're-sync',
    'synchronize',
    'synchronise',
    'refresh',
    'reread',
    're-read',
    'rescan',
    'sync tenant',
    'sync now',
    'start sync',
    'start sync of',
    'start a sync of',
    'start a sync for',
    'run sync',
    'run a sync of',
    'run a sync for',
    'do a sync of',
    'check again',
    'recheck',
  ],
  usage: 'sync <tenant>[, <tenant>…]|all',
  form: { tenants: 'several' },
  actsAtOnce: true,
  input: firstAndMore,
  action: syncOne,
})
