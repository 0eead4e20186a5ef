import type { Activity } from 'botbuilder'
import type { Kysely } from 'kysely'
import type { People } from '#domain/people/people.ts'
import { OutsideError } from '#platform/base/errors.ts'
import type { Log } from '#platform/base/log.ts'
import type { Clock } from '#platform/base/time.ts'
import { systemTimers, type Timers } from '#platform/base/timers.ts'
import type { Schema } from '#platform/storage/schema.ts'
import type { Action } from './action.ts'
import type { TeamsActivity } from './activity.ts'
import type { Concern } from './actor.ts'
import { type AdapterOptions, ChannelAdapter } from './adapter.ts'
import { type Handlers, makeApplication } from './application.ts'
import { makeBackground } from './background.ts'
import { type ChatPort, makeChat } from './chat.ts'
import type { Command } from './command.ts'
import { type Conversations, makeConversations, type Revived } from './conversations.ts'
import { makeSeenActivities } from './deduplicate.ts'
import { makeTables } from './find-attempt.ts'
import { answerInstallation, type InstallationParts, rememberPlace, type Welcome } from './installation.ts'
import type { LiveCards } from './live-cards.ts'
import { makeAdmission } from './load-shedding.ts'
import { heedChannel } from './mark-conversation.ts'
import type { Refusal } from './run-action.ts'
import { type Listener, makeSender, type Sender } from './send.ts'
import { isServiceUrlAllowed, type ServiceUrlRules } from './service-url.ts'
import { answerCardAction, answerMessage, type TurnEvent, type TurnParts } from './turns.ts'

export interface TeamsOptions<D> {
  config: AdapterOptions & {
    homeTenantId: string
    /** Hosts (or `*.` and a domain) of the channel's connector. */
    serviceHosts: readonly string[]
  }
  actions: readonly Action<D>[]
  commands: readonly Command<D>[]
  /** What handlers work with; they may speak unasked. */
  deps: (chat: ChatPort) => D
  database: { db: Kysely<Schema> }
  people: Pick<People, 'readRoles'>
  log: Log
  clock: Clock
  /** Cryptographic random bytes, for references that a person can quote. */
  random: (bytes: number) => Uint8Array
  welcome: Welcome
  /** Whom to ask for a role. */
  ask: readonly string[]
  auditRefusal(refusal: Refusal): Promise<void>
  /** The tenants that a checked input is about. */
  concernOf(input: unknown): Promise<Concern>
  liveCards: LiveCards
  onTurn?(event: TurnEvent): void
  /** A request to the channel that nobody of the outbox makes: an answer, a typing indicator. */
  onSpoken?(to: { conversationId: string; tenantId: string }): void
  /** A conversation takes messages again, or for the first time. */
  onRevived?: Revived
  timers?: Timers
  /** Turns under way at the same time, what follows them included. */
  mostTurns?: number
}

/** At 50 ms each this is the work of 20,000 a second: only what hangs comes near it. */
const mostTurnsAtOnce = 1_000

export interface HttpAnswer {
  status: number
  body?: object
}

export interface Teams {
  /**
   * One activity that the gate let in, its shape checked. Never throws; the answer says nothing about what went wrong
   * inside.
   */
  handle(activity: TeamsActivity): Promise<HttpAnswer>
  chat: ChatPort
  /** The same for the outbox, which counts its requests itself. */
  outgoing: ChatPort
  mayAnswerTo(serviceUrl: string): boolean
  /** Resolves when everything that goes on after its turn has ended. */
  settled(): Promise<void>
}

export function makeTeams<D>(options: TeamsOptions<D>): Teams {
  const { config, log } = options
  const rules: ServiceUrlRules = { auth: config.bot.auth, hosts: config.serviceHosts }
  const adapter = new ChannelAdapter(config)
  const { sender, conversations, outgoing } = makeVoices(options, adapter, rules)
  const chat = makeChat(sender, conversations)
  const parts = makeParts(options, options.deps(chat), sender, conversations)
  const { seen, background, homeTenantId, admission } = parts
  const installation = { conversations, sender, seen, background, homeTenantId, welcome: options.welcome }
  const application = makeApplication(adapter, handlersOf(parts, installation))
  return {
    chat,
    outgoing,
    mayAnswerTo: (serviceUrl) => isServiceUrlAllowed(serviceUrl, rules),
    settled: () => background.settled(),
    handle: async (activity) => {
      const leave = admission.enter()
      if (!leave) return { status: 503 }
      try {
        // The SDK's type promises more fields than the channel sends; nothing of ours reads them.
        const answer = await adapter.answer(activity as unknown as Activity, async (context) => {
          await application.run(context)
        })
        return { status: answer?.status ?? 200, ...(answer?.body && { body: answer.body as object }) }
      } catch (error) {
        return answerFailure(log, error)
      } finally {
        leave()
      }
    },
  }
}

/** Two ways to the channel, which differ only in who counts the requests. */
function makeVoices<D>(options: TeamsOptions<D>, adapter: ChannelAdapter, rules: ServiceUrlRules) {
  const { log, clock, onSpoken, onRevived, database, config } = options
  const { db } = database
  const failed: Listener['failed'] = (reference, error) =>
    heedChannel({ db, clock, log, conversations }, reference, error)
  const begun: Listener['begun'] = ({ conversation: { id, tenantId } }) =>
    onSpoken?.({ conversationId: id, tenantId: (tenantId ?? config.homeTenantId).toLowerCase() })
  const sender = makeSender(adapter, { rules, clock, listener: { begun, failed } })
  const conversations: Conversations = makeConversations({
    db,
    clock,
    sender,
    rules,
    ...(onRevived && { onRevived }),
  })
  const outgoing = makeChat(makeSender(adapter, { rules, clock, listener: { failed } }), conversations)
  return { sender, conversations, outgoing }
}

function makeParts<D>(
  options: TeamsOptions<D>,
  deps: D,
  sender: Sender,
  conversations: Conversations,
): TurnParts<D> {
  const { config, log, clock, ask, auditRefusal, concernOf, liveCards } = options
  const background = makeBackground(log)
  const makeReference = (): string => Buffer.from(options.random(5)).toString('hex').toUpperCase()
  return {
    tables: makeTables(options.actions, options.commands, deps),
    around: { deps, clock, log, ask, auditRefusal, concernOf, liveCards, makeReference },
    delivery: { sender, conversations, clock, log },
    liveCards,
    seen: makeSeenActivities(clock),
    background,
    admission: makeAdmission(options.mostTurns ?? mostTurnsAtOnce, () => background.size),
    timers: options.timers ?? systemTimers,
    homeTenantId: config.homeTenantId.toLowerCase(),
    people: options.people,
    onTurn: (event) => {
      log.info({ ...event }, 'turn')
      options.onTurn?.(event)
    },
  }
}

function handlersOf<D>(parts: TurnParts<D>, installation: InstallationParts): Handlers {
  return {
    message: async (activity) => {
      await rememberPlace(installation, activity, { speaks: true })
      await answerMessage(parts, activity)
    },
    cardAction: async (activity) => {
      await rememberPlace(installation, activity, { speaks: true })
      return answerCardAction(parts, activity)
    },
    installation: (activity) => answerInstallation(installation, activity),
    conversationUpdate: (activity) => rememberPlace(installation, activity, { speaks: false }),
    other: async () => {},
  }
}

/** The channel is told only whether asking again may help. */
function answerFailure(log: Log, error: unknown): HttpAnswer {
  if (error instanceof OutsideError) {
    log.warn({ error }, 'an activity could not be answered')
    return { status: 503 }
  }
  log.error({ error }, 'an activity could not be answered')
  return { status: 500 }
}
