import { z } from 'zod'
import { startGrant } from '#domain/consent/start-grant.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { mostAtOnce } from '#domain/people/second-person.ts'
import { UserError } from '#platform/base/errors.ts'
import type { Notice } from '../../../cards/notice.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showPlan } from '../views/plan-view.ts'
import { answerWithConsent, cardLocation } from './answer-with-consent.ts'
import { defineHandler } from './define.ts'
import { guid, setId } from './input.ts'

/** Creates the consent links of a plan that the person saw. A plan that has changed since is shown again instead. */
export const grantStart = defineHandler({
  verb: 'grant.start',
  role: 'approver',
  reach: namedBy('tenantIds'),
  input: z.object({
    setId,
    tenantIds: z.array(guid).min(1).max(mostAtOnce),
    v: z.string().max(64),
    until: z.iso.datetime().optional(),
  }),

  async handle({ actor, input, turn, deps }) {
    const { setId: set, tenantIds, v, until } = input
    const namesOf = scopeOf(actor, 'viewer')
    const place = cardLocation(turn)
    const end = until !== undefined && { until: new Date(until) }
    const order = { namesOf, setId: set, tenantIds, planVersion: v, by: actor, place, ...end }
    const started = await startGrant(deps, order).catch((error: unknown) => {
      const notice = error instanceof UserError && noticeOf(error)
      if (notice) return notice
      throw error
    })
    if ('id' in started) return answerWithConsent(deps, { actor, turn, consent: started })
    return toActor(await showPlan(deps, { actor, setId: set, tenantIds, until, notice: started }))
  },
})

/** Why the plan is shown again; undefined if it can't be started at all. */
function noticeOf({ code, facts }: UserError): Notice | undefined {
  if (code === 'CARD_OUTDATED') return { kind: 'info', code }
  if (code !== 'LIST_CHANGED') return undefined
  const listed = (names: unknown): string =>
    Array.isArray(names) ? names.slice(0, mostNamed).join(', ') : ''
  return { kind: 'refused', code, facts: { added: listed(facts.added), removed: listed(facts.removed) } }
}

/** Names in a notice; the plan below has all of them. */
const mostNamed = 10
