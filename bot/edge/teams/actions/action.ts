import type { z } from 'zod'
import type { Role } from '#domain/people/role.ts'
import type { Actor } from './actor.ts'
import type { Answer } from './answer.ts'

export type ConversationKind = 'personal' | 'groupChat' | 'channel'

/** What a followed card shows, such as an alert or a request: the card is updated in place with every change of it. */
export interface FollowedSubject {
  kind: string
  id: string
}

/** Where and how the person called an action. */
export interface Turn {
  conversationId: string
  conversationKind: ConversationKind
  /** Message id of the card that was clicked. */
  cardId?: string
  /** The subject of the clicked card, if the answer is about it too and takes the place of the card. */
  followed?: FollowedSubject
  /** `refresh`: a client refreshed a card by itself, without a click. */
  trigger: 'command' | 'click' | 'refresh'
}

/** One thing a person can do. Who may and with what input is declared; `handle` may rely on both. */
export interface Action<D, I = unknown> {
  /** `noun.verb`, as the cards carry it. */
  verb: string
  role: Role | 'anyone'
  input: z.ZodType<I>
  handle(arg: { actor: Actor; input: I; turn: Turn; deps: D }): Promise<Answer>
}

export function defineAction<D, I>(action: Action<D, I>): Action<D, I> {
  return action
}

/** True for actions that change something or take the history out of here: they are audited when refused and never run by a client's automatic refresh. */
export const isActing = (action: Pick<Action<never>, 'role'>): boolean =>
  action.role !== 'anyone' && action.role !== 'viewer'
