import { randomBytes } from 'node:crypto'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { loadTeamsSdk } from '#app/load-teams-sdk.ts'
import type { BotFrameworkAuthenticator } from '#edge/http/authenticate-bot-framework.ts'
import { addMessages } from '#edge/http/messages.ts'
import { closeServer, listen, makeServer } from '#edge/http/server.ts'
import { type Action, defineAction } from '#edge/teams/actions/action.ts'
import { type Answer, toActor } from '#edge/teams/actions/answer.ts'
import { type Command, defineCommand } from '#edge/teams/actions/command.ts'
import type { SdkOptions } from '#edge/teams/channel/teams-sdk.ts'
import { makeTeams, type Teams } from '#edge/teams/make-teams.ts'
import type { RefusedAction } from '#edge/teams/turns/action-run.ts'
import type { TurnEvent } from '#edge/teams/turns/answer-turn.ts'
import { addressKey } from '#platform/outbox/address.ts'
import { requeue } from '#platform/outbox/dead-letters-store.ts'
import type { Card } from '../../../cards/render.ts'
import { unreadAct } from '../../../cards/ways-on.ts'
import { makeTestClock } from '../../support/clocks.ts'
import { openTestDatabase } from '../../support/databases.ts'
import { type FakeTeams, makeFakeTeams, type TeamsPerson } from '../../support/fake-teams.ts'
import { makeTestLog } from '../../support/logs.ts'
import { makeTestPeople } from '../../support/people.ts'
import { sdkOfRun, type teamsSdks } from '../../support/teams-sdks.ts'
import { makeTestTimers } from '../../support/timers.ts'

export const home = '1a1a1a1a-0000-4000-8000-000000000001'
const person = (name: string, n: number): TeamsPerson => ({
  name,
  objectId: `aaaaaaaa-0000-4000-8000-00000000000${n}`,
})
export const alice = person('Alice Moreau', 1)
export const olivia = person('Olivia Lind', 3)
export const victor = person('Victor Haas', 4)
export const gus = person('Gus Petrov', 5)
export const people = makeTestPeople(home, {
  viewer: [victor.objectId],
  operator: [olivia.objectId],
  approver: [alice.objectId],
})

/** A card of one sentence, and a button for each verb. */
export function makeCard(text: string, ...verbs: string[]): Card {
  const actions = verbs.map((verb) => ({ type: 'Action.Execute', title: verb, verb, data: { id: 'one' } }))
  return { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text }], actions }
}

const inputShape = z.object({ id: z.string().max(20) })
type Handle = Action<object, z.infer<typeof inputShape>>['handle']

export interface TestBotOptions {
  /** `thing.show`, typed `show <id>`: viewer. */
  show?: Handle
  /** `thing.change`, typed `change <id>`: operator. */
  change?: Handle
  welcome?: () => Promise<Card>
  auditRefusal?: (refusal: RefusedAction) => Promise<void>
  timeoutMs?: number
  mostTurns?: number
  /** Whether the cloud has targeted messages. Default: it has. */
  targetedMessages?: boolean
  /** Microsoft's SDK between the bot and Teams. Default: that of the run. */
  sdk?: (typeof teamsSdks)[number]
  /** Authentication on. Default: off. */
  identity?: Pick<SdkOptions, 'bot'> & {
    authenticator: BotFrameworkAuthenticator | 'off'
    serviceHosts: string[]
  }
}

export interface TestBot {
  teams: Teams
  fake: FakeTeams
  url: string
  clock: ReturnType<typeof makeTestClock>
  timers: ReturnType<typeof makeTestTimers>
  log: ReturnType<typeof makeTestLog>
  refusals: RefusedAction[]
  turns: TurnEvent[]
  database: Awaited<ReturnType<typeof openTestDatabase>>
}

const echo: Handle = async ({ input }): Promise<Answer> => toActor(makeCard(`shown ${input.id}`))

/** Everything from HTTP to the connector, with two test actions instead of the bot's. */
export async function startTestBot(options: TestBotOptions = {}): Promise<TestBot> {
  const { actions, commands } = makeActions(options)
  const { timeoutMs = 5_000, identity = { bot: { auth: 'off' }, authenticator: 'off', serviceHosts: [] } } =
    options
  const around = { clock: makeTestClock(), timers: makeTestTimers(), log: makeTestLog() }
  const database = await openTestDatabase()
  const refusals: RefusedAction[] = []
  const turns: TurnEvent[] = []
  const teams = makeTeams<object>({
    ...around,
    openSdk: await loadTeamsSdk(options.sdk ?? sdkOfRun),
    config: {
      ...identity,
      homeTenantId: home,
      timeoutMs,
      publicUrl: 'https://bot.example',
      targetedMessages: options.targetedMessages ?? true,
    },
    ...(options.mostTurns !== undefined && { mostTurns: options.mostTurns }),
    actions,
    commands,
    deps: () => ({}),
    database,
    people,
    random: randomBytes,
    welcome: options.welcome ?? (async () => makeCard('welcome')),
    onReopened: ({ id, person }) => {
      const keys = [id, ...(person ? [addressKey({ person })] : [])]
      return requeue(database.db, keys, around.clock())
    },
    ask: ['the identity team'],
    concernOf: async () => 'nothing',
    findWayOn: async () => ({ act: unreadAct }),
    once: (deps) => deps,
    followedCards: { find: async () => undefined, keeps: () => true, render: async () => undefined },
    auditRefusal: options.auditRefusal ?? (async (refusal) => void refusals.push(refusal)),
    assertMayTry: async () => {},
    onTurn: (event) => void turns.push(event),
  })
  const server = makeServer({ log: around.log })
  addMessages(server, { teams, authenticator: identity.authenticator })
  const url = `http://127.0.0.1:${await listen(server, { port: 0, host: '127.0.0.1' })}`
  const fake = await makeFakeTeams({ botUrl: url, homeTenantId: home })
  onTestFinished(async () => {
    fake.connector.recover()
    server.server.closeAllConnections()
    await closeServer(server)
    await teams.settled()
    await fake.close()
  })
  return { ...around, teams, fake, url, refusals, turns, database }
}

function makeActions({ show = echo, change = echo }: TestBotOptions): {
  actions: Action<object>[]
  commands: Command<object>[]
} {
  const showThing = defineAction({
    verb: 'thing.show',
    role: 'viewer',
    reach: 'nothing',
    input: inputShape,
    handle: show,
  })
  const changeThing = defineAction({
    verb: 'thing.change',
    role: 'operator',
    reach: 'nothing',
    input: inputShape,
    handle: change,
  })
  const help = defineAction({
    verb: 'help.show',
    role: 'anyone',
    reach: 'nothing',
    input: z.object({}),
    handle: async () => toActor(makeCard('help')),
  })
  const commands = [
    ['show', 'viewer', showThing],
    ['change', 'operator', changeThing],
    ['show all', 'viewer', showThing],
  ] as const
  return {
    actions: [showThing, changeThing, help] as unknown as Action<object>[],
    commands: [
      ...commands.map(([word, role, action]) =>
        defineCommand<object>({
          word,
          usage: `${word} <id>`,
          role,
          reach: 'nothing',
          read: async (id) => ({ id }),
          action: action as unknown as Action<object>,
        }),
      ),
      {
        word: 'help',
        usage: 'help',
        role: 'anyone',
        reach: 'nothing',
        read: async () => ({}),
        action: help as Action<object>,
      },
    ],
  }
}
