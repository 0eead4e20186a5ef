import { addressFromKey } from '#platform/outbox/address.ts'
import { type DeadLetter, listDeadLetters, readFigures } from '#platform/outbox/dead-letters-store.ts'
import { shownUndelivered, type UndeliveredCard, type UndeliveredData } from '../../../cards/undelivered.ts'
import type { HandlerDeps } from './handler-deps.ts'

/** Cards that could not be delivered, for people who may resend or discard them. */
export async function readUndelivered({ database, clock }: HandlerDeps): Promise<UndeliveredData> {
  const { held } = await readFigures(database.db, clock())
  const letters = held === 0 ? [] : await listDeadLetters(database.db, shownUndelivered)
  return { count: held, cards: letters.map(cardOf) }
}

function cardOf(letter: DeadLetter): UndeliveredCard {
  const { id, version, subject, isNew, reason, deadAt: since } = letter
  return { id, version, kind: subject.kind, isNew, reason, since, ...placeOf(letter) }
}

function placeOf({ conversationId, kind }: DeadLetter): Pick<UndeliveredCard, 'place' | 'placeId'> {
  const address = addressFromKey(conversationId)
  if ('person' in address) return { place: 'person', placeId: address.person.objectId }
  const known = (['personal', 'groupChat', 'channel'] as const).find((one) => one === kind)
  return { place: known ?? 'forgotten', placeId: conversationId }
}
