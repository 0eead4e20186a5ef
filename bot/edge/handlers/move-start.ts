import { z } from 'zod'
import { findGrant } from '#domain/grants/grants-store.ts'
import { startMove } from '#domain/moves/start-move.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { mostAtOnce } from '#domain/people/second-person.ts'
import { getSet } from '#domain/requirements/current-requirements.ts'
import { UserError } from '#platform/base/errors.ts'
import type { Turn } from '../teams/actions/action.ts'
import type { Actor } from '../teams/actions/actor.ts'
import { type Answer, toActor, toEveryone } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showConsentTo } from '../views/consent-view.ts'
import type { HandlerDeps } from '../views/handler-deps.ts'
import { showMovePlan } from '../views/move-view.ts'
import { showPlan } from '../views/plan-view.ts'
import { showTenant } from '../views/tenant-view.ts'
import { answerWithConsent, cardLocation } from './answer-with-consent.ts'
import { defineHandler } from './define.ts'
import { grantRef, guid } from './input.ts'

const input = grantRef.extend({ from: z.array(guid).min(1).max(mostAtOnce), v: z.string().max(64) })
type Input = z.infer<typeof input>

/** Blocks an app where it is used and hands out the links for here, at once or not at all. */
export const moveStart = defineHandler({
  verb: 'move.start',
  role: 'approver',
  reach: namedBy('tenantId', 'from'),
  input,

  async handle({ actor, input, turn, deps }) {
    const { setId, tenantId, from, v } = input
    const namesOf = scopeOf(actor, 'viewer')
    const order = { setId, tenantId, from: from[0], planVersion: v, by: actor, namesOf }
    try {
      const consent = await startMove(deps, { ...order, place: cardLocation(turn) })
      if (consent) return answerWithConsent(deps, { actor, turn, consent })
      return answerMoved(deps, { actor, turn }, input)
    } catch (error) {
      if (!(error instanceof UserError) || error.code !== 'CARD_OUTDATED') throw error
      return answerOutdated(deps, { actor, turn }, input)
    }
  },
})

interface Viewing {
  actor: Actor
  turn: Turn
}

/** Everything was granted here already. */
async function answerMoved(deps: HandlerDeps, viewer: Viewing, { tenantId, setId }: Input): Promise<Answer> {
  const facts = { set: getSet(deps, setId).name }
  const by = { name: viewer.actor.name }
  const notice = { kind: 'done', code: 'MOVED', facts, by, at: deps.clock() } as const
  return toEveryone(await showTenant(deps, viewer, { tenantId, notice }))
}

/** The move goes on where it stands: at its consent, if one is under way, else at the plan of today. */
async function answerOutdated(deps: HandlerDeps, viewer: Viewing, given: Input): Promise<Answer> {
  const { tenantId, setId, from } = given
  const notice = { kind: 'info', code: 'CARD_OUTDATED' } as const
  const grant = await findGrant(deps.database.db, tenantId, setId)
  const { consent } = grant?.memory ?? {}
  if (consent) return toActor(await showConsentTo(deps, viewer, { consentId: consent.consentId, notice }))
  const { actor } = viewer
  const move = await showMovePlan(deps, actor, { setId, tenantId, from: from[0], notice })
  return toActor(move ?? (await showPlan(deps, { actor, setId, tenantIds: [tenantId], notice })))
}
