import { z } from 'zod'
import { mostAtOnce } from '#domain/people/second-person.ts'
import { refreshRequirements } from '#domain/requirements/refresh-requirements.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showPlan } from '../views/plan-view.ts'
import { defineHandler } from './define.ts'
import { guid, setId } from './input.ts'

/** Reads the app registrations now and shows the plan as it is then. */
export const grantCheckPlan = defineHandler({
  verb: 'grant.checkPlan',
  role: 'operator',
  readsRolesNow: true,
  reach: namedBy('tenantIds'),
  input: z.object({
    setId,
    tenantIds: z.array(guid).min(1).max(mostAtOnce),
    until: z.iso.datetime().optional(),
  }),

  async handle({ actor, input, deps }) {
    const commit = await refreshRequirements(deps)
    await deps.database.transaction(commit)
    return toActor(await showPlan(deps, { ...input, actor }))
  },
})
