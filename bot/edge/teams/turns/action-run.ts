import type { Role } from '#domain/people/role.ts'
import type { UserErrorCode } from '#platform/base/errors.ts'
import type { Log } from '#platform/base/log.ts'
import type { Person } from '#platform/base/person.ts'
import type { Clock } from '#platform/base/time.ts'
import type { Act } from '#platform/storage/act-once.ts'
import type { SentAction } from '../../../../cards/refused-act.ts'
import type { Action, Call, FollowedSubject, Turn } from '../actions/action.ts'
import type { Actor } from '../actions/actor.ts'
import type { Answer } from '../actions/answer.ts'
import type { TypedCommand } from '../actions/command.ts'
import type { FollowedCards } from '../actions/followed-cards.ts'
import type { Concern, Reach } from '../actions/reach.ts'
import type { RefusedCall, WayOn } from '../actions/way-on.ts'

/** A refused attempt to change something, for the audit. */
export interface RefusedAction {
  person: Person
  verb: string
  code: UserErrorCode
  /** As it came from the card or the command: untrusted. */
  input: unknown
}

export interface ActionContext<D> {
  deps: D
  /** The dependencies for one run of an activity, which takes effect once. */
  once(deps: D, act: Act): D
  clock: Clock
  log: Log
  /** Names or a contact line for people without a role, from the configuration. */
  ask: readonly string[]
  /** Writes the audit entry of a refused act. */
  auditRefusal(refusal: RefusedAction): Promise<void>
  /** Refuses a person who was refused too often lately. @throws UserError TOO_MANY_REFUSALS */
  assertMayTry(person: Person): Promise<void>
  /**
   * The tenants that a call concerns, by the declared reach and the validated input: a role can be limited to some tenants.
   * @throws UserError for a subject that the person may not see, as if it didn't exist
   */
  concernOf(reach: Reach | undefined, call: Call): Promise<Concern>
  followedCards: Pick<FollowedCards, 'find' | 'keeps'>
  /** Where a refusal leads its person. */
  findWayOn(refusal: RefusedCall): Promise<WayOn>
  /** A short reference that a person can quote and that is in the log. */
  makeReference(): string
}

/** One click or typed line. The actor and the input are read while it runs, so that every failure ends in a card. */
export interface ActionRun<D> {
  action: Action<D>
  /** Of the activity: equal for two deliveries of it. */
  key: string
  /** Role and reach of the command, if one was typed; those of the action are always checked too. */
  command?: { role: Role | 'anyone'; reach: Reach }
  turn: Turn
  /** As the activity names the person, unchecked: for the audit of a refusal. */
  person: Person | undefined
  getActor(): Promise<Actor>
  /** Can look up names, so it is called only for a person with the role. */
  readInput(actor: Actor): unknown
  /** For a typed command only. */
  typed?: TypedCommand
  /** As it was clicked, or as a button would send the typed line. */
  sent?: SentAction | undefined
}

export interface ActionResult {
  answer: Answer
  outcome: 'done' | 'refused' | 'unavailable' | 'failed'
  /** The subject of the clicked card, if the answer is about something else: the card stays and the answer is posted below it. */
  cardStays?: FollowedSubject
}
