import { z } from 'zod'
import { preflightCard } from '../../../cards/preflight.ts'
import { toActor } from '../teams/actions/answer.ts'
import { preflightData } from '../views/preflight-view.ts'
import { defineHandler } from './define.ts'

/** Tries the configuration for real, which takes seconds: for people who may also sync, in every tenant. */
export const preflightRun = defineHandler({
  verb: 'preflight.run',
  role: 'operator',
  readsRolesNow: true,
  reach: 'everything',
  input: z.object({}),

  async handle({ deps }) {
    const report = await deps.preflight.run()
    return toActor(preflightCard(preflightData(report, deps.clock())))
  },
})
