import { Application } from '@microsoft/teams-ai/lib/Application.js'
import type { TurnState } from '@microsoft/teams-ai/lib/TurnState.js'
import type { InvokeResponse, TurnContext } from 'botbuilder'
import type { TeamsActivity } from '../activity.ts'
import type { TurnHandlers } from '../teams-sdk.ts'
import type { BotbuilderAdapter } from './botbuilder-adapter.ts'

/**
 * The SDK's application, as a router only. Not used: its command matching, which finds words inside sentences; its card
 * answers, which can go to everyone by mistake; its turn state, which loses parallel writes; its shared typing timer.
 */
export function makeRoutes(adapter: BotbuilderAdapter, handlers: TurnHandlers): Application<TurnState> {
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
      await answerInvoke(context, { status: 200, body: await handlers.cardAction(activityOf(context)) })
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

async function answerInvoke(context: TurnContext, value: InvokeResponse): Promise<void> {
  await context.sendActivity({ type: 'invokeResponse', value })
}
