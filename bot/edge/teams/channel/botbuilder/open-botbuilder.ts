import type { Activity, ConversationParameters } from 'botbuilder'
import type { ConnectorClient } from 'botframework-connector'
import type { Connector, OpenTeamsSdk, OutgoingActivity } from '../teams-sdk.ts'
import { BotbuilderAdapter } from './botbuilder-adapter.ts'
import { makeRoutes } from './botbuilder-routes.ts'
import { fromRestError } from './rest-error.ts'
import { targetedRequest } from './targeted-policy.ts'

/** The Bot Framework SDK with the Teams AI library: `botbuilder` and `@microsoft/teams-ai`. */
export const openBotbuilder: OpenTeamsSdk = (options) => {
  const adapter = new BotbuilderAdapter(options)
  return {
    routeTo: (handlers) => {
      const routes = makeRoutes(adapter, handlers)
      return async (activity) => {
        // The SDK's type has more fields than the channel sends; the bot reads none of them.
        const answer = await adapter.answer(activity as unknown as Activity, async (context) => {
          await routes.run(context)
        })
        return { status: answer?.status ?? 200, ...(answer?.body && { body: answer.body as object }) }
      }
    },
    connectorTo: async (serviceUrl) => connectorOf(await adapter.clientTo(serviceUrl)),
  }
}

function connectorOf({ conversations }: ConnectorClient): Connector {
  return {
    post: async (conversationId, activity, audience) => {
      const sent = conversations.sendToConversation(conversationId, sdkType(activity), optionsOf(audience))
      const { id } = await translating(sent)
      return { id }
    },
    update: async (conversationId, id, activity, audience) => {
      await translating(
        conversations.updateActivity(conversationId, id, sdkType(activity), optionsOf(audience)),
      )
    },
    createConversation: async (conversation) => {
      const parameters = conversation as unknown as ConversationParameters
      const { id } = await translating(conversations.createConversation(parameters))
      return { id }
    },
    readMember: async (conversationId, accountId) => ({
      ...(await translating(conversations.getConversationMember(conversationId, accountId))),
    }),
  }
}

/** The SDK's type asks for fields that Teams doesn't. */
const sdkType = (activity: OutgoingActivity): Partial<Activity> => activity as unknown as Partial<Activity>

const optionsOf = (audience: 'targeted' | undefined) => (audience === 'targeted' ? targetedRequest : {})

const translating = <T>(sent: Promise<T>): Promise<T> =>
  sent.catch((error) => {
    throw fromRestError(error)
  })
