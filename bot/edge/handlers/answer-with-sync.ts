import type { CardLocation } from '#domain/consent/make-consent.ts'
import { attachRunCard } from '#domain/sync/attach-run-card.ts'
import type { SyncRun } from '#domain/sync/sync-run.ts'
import type { Turn } from '../teams/actions/action.ts'
import { type Answer, toEveryone } from '../teams/actions/answer.ts'
import type { HandlerDeps } from '../views/handler-deps.ts'
import { showSync } from '../views/sync-view.ts'

/** The clicked card becomes the progress card; after a typed command it is the answer still to be sent. */
export const syncCardLocation = ({ conversationId, cardId }: Turn): CardLocation => ({
  conversationId,
  activityId: cardId,
})

/** The progress card of a round. It is updated in place as soon as its message has an ID. */
export async function answerWithSync(deps: HandlerDeps, run: SyncRun): Promise<Answer> {
  const card = await showSync(deps, run.id)
  const sent = (activityId: string, conversationId: string) =>
    attachRunCard(deps, { runId: run.id, place: { conversationId, activityId } })
  return run.activityId ? toEveryone(card) : { ...toEveryone(card), sent }
}
