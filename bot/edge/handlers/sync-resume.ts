import { z } from 'zod'
import { resumeSync } from '#domain/sync/sync-breaker.ts'
import { actOnAlert } from './answer-with-alert.ts'
import { defineHandler } from './define.ts'
import { alertId } from './input.ts'

/** Resumes a sync that paused because several tenants in a row failed alike. */
export const syncResume = defineHandler({
  verb: 'sync.resume',
  role: 'operator',
  readsRolesNow: true,
  reach: 'everything',
  input: z.object({ alertId }),

  async handle({ actor, input, turn, deps }) {
    return actOnAlert(deps, { actor, turn, ...input }, () => resumeSync(deps, { by: actor }))
  },
})
