import type { Kysely } from 'kysely'
import type { People } from '#domain/people/people.ts'
import type { Log } from '#platform/base/log.ts'
import type { Person } from '#platform/base/person.ts'
import type { Clock } from '#platform/base/time.ts'
import { systemTimers, type Timers } from '#platform/base/timers.ts'
import type { Act } from '#platform/storage/act-once.ts'
import type { Schema } from '#platform/storage/schema.ts'
import type { Action } from './actions/action.ts'
import type { ChatPort } from './actions/chat-port.ts'
import type { Command } from './actions/command.ts'
import type { FollowedCards } from './actions/followed-cards.ts'
import type { RefusedCall, WayOn } from './actions/way-on.ts'
import type { TeamsActivity } from './channel/activity.ts'
import type { Finish } from './channel/card-response.ts'
import { makeHoldsOwnLink } from './channel/own-links.ts'
import { isServiceUrlAllowed, type ServiceUrlRules } from './channel/service-url.ts'
import type { ActivityResponse, OpenTeamsSdk, SdkOptions, TurnHandlers } from './channel/teams-sdk.ts'
import { makeChat } from './conversations/chat.ts'
import type { ConversationReopened } from './conversations/conversations.ts'
import { makeSenders } from './conversations/make-senders.ts'
import type { ActionContext, RefusedAction } from './turns/action-run.ts'
import { answerFailure } from './turns/answer-failure.ts'
import { answerCardAction, answerMessage, type TurnEvent, type TurnParts } from './turns/answer-turn.ts'
import { makeBackground } from './turns/background.ts'
import { makeDeduplicator } from './turns/deduplicate.ts'
import { makeTables } from './turns/find-action.ts'
import {
  answerInstallation,
  answerUpdate,
  type InstallationParts,
  type PlaceGone,
  rememberPlace,
  type Welcome,
} from './turns/installation.ts'
import { makeLoadShedder } from './turns/load-shedding.ts'
import { makeReaders, type Readers, readFor } from './turns/readers.ts'
import type { AnswerDelivery } from './turns/show-answer.ts'

interface TeamsOptions<D> {
  openSdk: OpenTeamsSdk
  config: SdkOptions & {
    homeTenantId: string
    /** Hosts (or `*.` and a domain) of the channel's connector. */
    serviceHosts: readonly string[]
    /** Where people reach the bot's pages. */
    publicUrl: string
    /** Whether Teams shows a message to one member of a conversation in this cloud. */
    targetedMessages: boolean
  }
  actions: readonly Action<D>[]
  commands: readonly Command<D>[]
  /** The dependencies of handlers, with a chat to post messages. */
  deps: (chat: ChatPort) => D
  /** The dependencies for one run of an activity, which takes effect once. */
  once: (deps: D, act: Act) => D
  database: { db: Kysely<Schema> }
  people: Pick<People, 'readRoles' | 'readRolesNow'>
  log: Log
  clock: Clock
  /** Cryptographic random bytes, for references that a person can quote. */
  random: (bytes: number) => Uint8Array
  welcome: Welcome
  /** Names or a contact line for people without a role. */
  ask: readonly string[]
  auditRefusal(refusal: RefusedAction): Promise<void>
  /** Refuses a person who was refused too often lately. */
  assertMayTry(person: Person): Promise<void>
  /** The tenants that a call concerns. */
  concernOf: ActionContext<D>['concernOf']
  followedCards: FollowedCards
  /** Where a refusal leads its person. */
  findWayOn: (deps: D, refusal: RefusedCall) => Promise<WayOn>
  /** For whom the answers are made. */
  readers?: Readers
  onTurn?(event: TurnEvent): void
  /** A request to the channel that the outbox does not make: an answer, a typing indicator. */
  onSpoken?(to: { conversationId: string; tenantId: string }): void
  /** A conversation accepts messages again, or for the first time. */
  onReopened?: ConversationReopened
  onGone?: PlaceGone | undefined
  /** Draws what every card says. */
  finish?: Finish | undefined
  timers?: Timers
  /** Limit of concurrent turns, including the work that follows them. */
  mostTurns?: number
}

/** At 50 ms each this is 20,000 turns a second: only turns that hang come near it. */
const mostTurnsAtOnce = 1_000

export interface Teams {
  /** Handles one authenticated and validated activity. Never throws; the response says nothing about internal errors. */
  handle(activity: TeamsActivity): Promise<ActivityResponse>
  chat: ChatPort
  /** For the outbox, which counts its own requests. */
  outgoing: ChatPort
  mayAnswerTo(serviceUrl: string): boolean
  /** Resolves when all work that follows a turn has ended. */
  settled(): Promise<void>
}

export function makeTeams<D>(options: TeamsOptions<D>): Teams {
  const { config, log, clock, welcome, onSpoken, onReopened, finish } = options
  const { homeTenantId } = config
  const { db } = options.database
  const rules: ServiceUrlRules = { auth: config.bot.auth, hosts: config.serviceHosts }
  const sdk = options.openSdk(config)
  const holdsOwnLink = makeHoldsOwnLink(config.publicUrl)
  const channel = {
    sdk,
    bot: config.bot,
    rules,
    db,
    clock,
    log,
    homeTenantId,
    onSpoken,
    onReopened,
    finish,
    holdsOwnLink,
  }
  const { sender, conversations, outgoing } = makeSenders(channel)
  const chat = makeChat(sender, conversations)
  const delivery = { sender, conversations, clock, log, holdsOwnLink, targets: config.targetedMessages }
  const parts = makeParts(options, options.deps(chat), delivery)
  const { background, loadShedder } = parts
  const installation = { ...parts, conversations, sender, welcome, onGone: options.onGone }
  const readers = options.readers ?? makeReaders()
  const run = sdk.routeTo(handlersOf(parts, installation, readers))
  return {
    chat,
    outgoing,
    mayAnswerTo: (serviceUrl) => isServiceUrlAllowed(serviceUrl, rules),
    settled: () => background.settled(),
    handle: async (activity) => {
      const leave = loadShedder.enter()
      if (!leave) return { status: 503 }
      try {
        return await run(activity)
      } catch (error) {
        return answerFailure(log, error)
      } finally {
        leave()
      }
    },
  }
}

function makeParts<D>(options: TeamsOptions<D>, deps: D, delivery: AnswerDelivery): TurnParts<D> {
  const { config, log, clock, ask, auditRefusal, assertMayTry, concernOf, followedCards } = options
  const background = makeBackground(log)
  const makeReference = (): string => Buffer.from(options.random(5)).toString('hex').toUpperCase()
  return {
    tables: makeTables(options.actions, options.commands, deps),
    context: {
      ...{ deps, clock, log, ask, auditRefusal, assertMayTry, concernOf, followedCards, makeReference },
      once: options.once,
      findWayOn: (refusal) => options.findWayOn(deps, refusal),
    },
    delivery,
    followedCards,
    deduplicator: makeDeduplicator(clock),
    background,
    loadShedder: makeLoadShedder(options.mostTurns ?? mostTurnsAtOnce, () => background.size),
    timers: options.timers ?? systemTimers,
    homeTenantId: config.homeTenantId.toLowerCase(),
    finish: options.finish,
    people: options.people,
    onTurn: (event) => {
      log.info({ ...event }, 'turn')
      options.onTurn?.(event)
    },
  }
}

function handlersOf<D>(parts: TurnParts<D>, installation: InstallationParts, readers: Readers): TurnHandlers {
  const forReader = <T>(activity: TeamsActivity, work: () => T): T => readFor(readers, activity, work)
  return {
    message: async (activity) => {
      await rememberPlace(installation, activity, { speaks: true })
      await forReader(activity, () => answerMessage(parts, activity))
    },
    cardAction: async (activity) => {
      await rememberPlace(installation, activity, { speaks: true })
      return forReader(activity, () => answerCardAction(parts, activity))
    },
    installation: (activity) => answerInstallation(installation, activity),
    conversationUpdate: (activity) => answerUpdate(installation, activity),
    other: async () => {},
  }
}
