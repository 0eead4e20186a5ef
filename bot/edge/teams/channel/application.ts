import { Application } from '@microsoft/teams-ai/lib/Application.js'
import type { TurnState } from '@microsoft/teams-ai/lib/TurnState.js'
import type { InvokeResponse, TurnContext } from 'botbuilder'
import type { Card } from '../../../../cards/render.ts'
import type { TeamsActivity } from './activity.ts'
import type { ChannelAdapter } from './adapter.ts'
import type { Finish } from './send.ts'

/** The handler of each kind of activity. */
export interface Handlers {
  message(activity: TeamsActivity): Promise<void>
  /** A card action; the resulting card is shown only to the person who clicked. */
  cardAction(activity: TeamsActivity): Promise<Card>
  installation(activity: TeamsActivity): Promise<void>
  conversationUpdate(activity: TeamsActivity): Promise<void>
  /** Any other kind: Teams can send new ones at any time and expects a 200. */
  other(activity: TeamsActivity): Promise<void>
}

/**
 * The SDK's application, as a router only. Not used: its command matching, which finds words inside sentences; its card
 * answers, which can go to everyone by mistake; its turn state, which loses parallel writes; its shared typing timer.
 */
export function makeApplication(
  adapter: ChannelAdapter,
  handlers: Handlers,
  finish?: Finish,
): Application<TurnState> {
  const application = new Application<TurnState>({
    adapter,
    startTypingTimer: false,
    removeRecipientMention: false,
  })
  const isCardAction = async ({ activity }: TurnContext): Promise<boolean> =>
    activity.type === 'invoke' && activity.name === 'adaptiveCard/action'
  application.addRoute(
    isCardAction,
    async (context) => {
      await answerInvoke(context, {
        status: 200,
        body: bodyOf(await handlers.cardAction(activityOf(context)), finish),
      })
    },
    true,
  )
  application.activity('message', (context) => handlers.message(activityOf(context)))
  application.activity('installationUpdate', (context) => handlers.installation(activityOf(context)))
  application.activity('conversationUpdate', (context) => handlers.conversationUpdate(activityOf(context)))
  application.addRoute(
    async () => true,
    async (context) => {
      await handlers.other(activityOf(context))
      if (context.activity.type === 'invoke') await answerInvoke(context, { status: 200 })
    },
  )
  return application
}

/** Validated before; the SDK's type promises more. */
const activityOf = (context: TurnContext): TeamsActivity => context.activity as unknown as TeamsActivity

/** A cached card has one response body, so that it is serialized once. */
const bodies = new WeakMap<Card, object>()

function bodyOf(card: Card, finish: Finish = (same) => same): object {
  const type = 'application/vnd.microsoft.card.adaptive'
  const body = bodies.get(card) ?? { statusCode: 200, type, value: finish(card) }
  bodies.set(card, body)
  return body
}

async function answerInvoke(context: TurnContext, value: InvokeResponse): Promise<void> {
  await context.sendActivity({ type: 'invokeResponse', value })
}
