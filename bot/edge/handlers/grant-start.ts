import { z } from 'zod'
import type { Consent } from '#domain/consent/consent.ts'
import { startGrant } from '#domain/consent/start-grant.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { mostAtOnce } from '#domain/people/second-person.ts'
import { UserError } from '#platform/base/errors.ts'
import type { Notice } from '../../../cards/notice.ts'
import type { Turn } from '../teams/actions/action.ts'
import type { Actor } from '../teams/actions/actor.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import type { HandlerDeps } from '../views/handler-deps.ts'
import { showPlan } from '../views/plan-view.ts'
import { answerWithConsent, cardLocation } from './answer-with-consent.ts'
import { defineHandler } from './define.ts'
import { guid, setId } from './input.ts'

const input = z.object({
  setId,
  tenantIds: z.array(guid).min(1).max(mostAtOnce),
  v: z.string().max(64),
  until: z.iso.datetime().optional(),
})

interface Start {
  actor: Actor
  input: z.infer<typeof input>
  turn: Turn
  deps: HandlerDeps
}

function start({ actor, input: { setId, tenantIds, v, until }, turn, deps }: Start): Promise<Consent> {
  const namesOf = scopeOf(actor, 'viewer')
  return startGrant(deps, {
    namesOf,
    setId,
    tenantIds,
    planVersion: v,
    by: actor,
    place: cardLocation(turn),
    ...(until !== undefined && { until: new Date(until) }),
  })
}

/** Creates the consent links of a plan that the person saw. A plan that has changed since is shown again instead. */
export const grantStart = defineHandler({
  verb: 'grant.start',
  role: 'approver',
  reach: namedBy('tenantIds'),
  input,

  act: start,

  async handle(call) {
    const { actor, input, turn, deps } = call
    const { setId: set, tenantIds, until } = input
    const started = await start(call).catch((error: unknown) => {
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
