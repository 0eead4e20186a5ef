import type { z } from 'zod'
import type { Refusal } from '#domain/grants/refusal.ts'
import type { Role } from '#domain/people/role.ts'
import type { Order } from '#domain/requests/request.ts'
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

/** What a confirm card leads to: the act itself, and the order that a second person would approve. */
export interface Lead {
  verb: string
  input: unknown
  /** Absent: nobody else can be asked for it. */
  order?: Order
  /** Tenants that were named and in which it isn't possible, with the reason. */
  leftOut?: ReadonlyMap<string, Refusal>
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
  /**
   * What its card confirms, or the order of what it does at once, as it stands now: "what if" foresees that. An action that
   * acts and says nothing is foreseen as it is; undefined if its card asks something first.
   */
  leadsTo?(arg: { actor: Actor; input: I; deps: D }): Promise<Lead | undefined>
  /** What it does, apart from its answer, where that tells a refusal in its own way: "what if" must hear it. */
  act?(arg: { actor: Actor; input: I; turn: Turn; deps: D }): Promise<unknown>
  handle(arg: { actor: Actor; input: I; turn: Turn; deps: D }): Promise<Answer>
}

export function defineAction<D, I>(action: Action<D, I>): Action<D, I> {
  return action
}

/** True for actions that change or export data: refusals are audited, and automatic refreshes of clients never run them. */
export const isActing = (action: Pick<Action<never>, 'role'>): boolean =>
  action.role !== 'anyone' && action.role !== 'viewer'
