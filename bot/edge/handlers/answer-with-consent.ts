import type { Consent } from '#domain/consent/consent.ts'
import { updateConsent } from '#domain/consent/consents-store.ts'
import type { CardLocation } from '#domain/consent/make-consent.ts'
import { linkSentPrivatelyCard } from '../../../cards/passing.ts'
import type { Turn } from '../teams/actions/action.ts'
import type { Actor } from '../teams/actions/actor.ts'
import { type Answer, toActor } from '../teams/actions/answer.ts'
import { showConsent } from '../views/consent-view.ts'
import type { HandlerDeps } from '../views/handler-deps.ts'

/** The message that shows a new consent: the clicked card in a personal chat, otherwise one that is still to be sent. */
export function cardLocation({ conversationId, conversationKind, cardId }: Turn): CardLocation {
  return conversationKind === 'personal' ? { conversationId, activityId: cardId } : { conversationId }
}

/** Consent links are for one person: outside of their personal chat, the card is posted there and only a line stays here. */
export async function answerWithConsent(
  deps: HandlerDeps,
  { actor, turn, consent }: { actor: Actor; turn: Turn; consent: Consent },
): Promise<Answer> {
  const { db } = deps.database
  const card = await showConsent(deps, { consentId: consent.id })
  if (turn.conversationKind === 'personal') {
    const sent = async (activityId: string): Promise<void> => updateConsent(db, consent.id, { activityId })
    return turn.cardId ? toActor(card) : { ...toActor(card), sent }
  }
  const place = await deps.chat.postToPerson(actor, card)
  await updateConsent(db, consent.id, place)
  return toActor(linkSentPrivatelyCard({ now: deps.clock(), name: actor.name }))
}
