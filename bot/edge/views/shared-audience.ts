import { readReach } from '#domain/alerts/conversation-reach.ts'
import type { Deps } from '#domain/deps.ts'
import type { Scope } from '#domain/people/role-reading.ts'
import { covers, scopeOf } from '#domain/people/scope.ts'
import type { Card } from '../../../cards/render.ts'
import { type Answer, toActor, toEveryone } from '../teams/actions/answer.ts'
import type { Viewer } from './tenant-view.ts'

interface Audience {
  /** The tenants that the card may show. */
  scope: Scope
  answer(card: Card): Answer
}

/**
 * For whom the card of a subject with many tenants is drawn: in a shared conversation for everyone there, unless the person
 * who asks can see less than the conversation is subscribed to; then only for this person.
 */
export async function readAudience(deps: Deps, { actor, turn }: Viewer): Promise<Audience> {
  const own = scopeOf(actor, 'viewer')
  if (turn.conversationKind === 'personal') return { scope: own, answer: toEveryone }
  const shared = await readReach(deps, { conversationId: turn.conversationId })
  const isSubscribed = shared === 'all' || shared.length > 0
  return isSubscribed && covers(own, shared)
    ? { scope: shared, answer: toEveryone }
    : { scope: own, answer: toActor }
}
