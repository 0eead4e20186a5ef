import type { z } from 'zod'
import type { Role } from '#domain/people/role.ts'
import type { Actor } from './actor.ts'
import type { Answer } from './answer.ts'
import type { Reach } from './reach.ts'

export type ConversationKind = 'personal' | 'groupChat' | 'channel'

/** The subject of a followed card, such as an alert or a request: every change of it updates the card in place. */
export interface FollowedSubject {
  kind: string
  id: string
}

/** Where and how the person called an action. */
export interface Turn {
  conversationId: string
  conversationKind: ConversationKind
  /** Message ID of the clicked card. */
  cardId?: string
  /** The subject of the clicked card, if the answer is about it too and replaces the card. */
  followed?: FollowedSubject
  /** `refresh`: a client refreshed a card by itself, without a click. */
  trigger: 'command' | 'click' | 'refresh'
}

/** Who called an action, with what, and where. */
export interface Call {
  actor: Actor
  input: unknown
  turn: Turn
}

/** An action with its role, input schema and reach, which are checked before `handle`. */
export interface Action<D, I = unknown> {
  /** `noun.verb`, as the cards carry it. */
  verb: string
  role: Role | 'anyone'
  reach: Reach
  input: z.ZodType<I>
  /** Takes effect in a domain function that doesn't read the roles again, so they are read anew before it. */
  readsRolesNow?: true
  /** Takes access away: nothing that a person did or tried before holds it back. */
  protects?: true
  handle(arg: { actor: Actor; input: I; turn: Turn; deps: D }): Promise<Answer>
}

export function defineAction<D, I>(action: Action<D, I>): Action<D, I> {
  return action
}

/** True for actions that change or export data: refusals are audited, and automatic refreshes of clients never run them. */
export const isActing = (action: Pick<Action<never>, 'role'>): boolean =>
  action.role !== 'anyone' && action.role !== 'viewer'
