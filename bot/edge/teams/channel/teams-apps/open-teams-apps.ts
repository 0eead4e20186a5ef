import { makeBoundedMap } from '#platform/base/bounded-map.ts'
import type { Connector, OpenTeamsSdk, OutgoingActivity } from '../teams-sdk.ts'
import { fromAxiosError } from './axios-error.ts'
import { type ConversationClient, TeamsApp } from './teams-app.ts'

/** The Teams SDK, the successor of the Teams AI library: `@microsoft/teams.apps`. */
export const openTeamsApps: OpenTeamsSdk = (options) => {
  const app = new TeamsApp(options)
  const connectors = makeBoundedMap<Connector>(100)
  return {
    routeTo: (handlers) => app.routeTo(handlers),
    connectorTo: async (serviceUrl) => {
      const connector = connectors.get(serviceUrl) ?? connectorOf(app.conversationsAt(serviceUrl))
      connectors.set(serviceUrl, connector)
      return connector
    },
  }
}

function connectorOf(conversations: ConversationClient): Connector {
  return {
    post: (conversationId, activity, audience) => {
      const [id, message] = [part(conversationId), sdkType(activity)]
      const sent =
        audience === 'targeted'
          ? conversations.createTargetedActivity(id, message)
          : conversations.createActivity(id, message)
      return translating(sent)
    },
    update: async (conversationId, activityId, activity, audience) => {
      const [id, of, message] = [part(conversationId), part(activityId), sdkType(activity)]
      await translating(
        audience === 'targeted'
          ? conversations.updateTargetedActivity(id, of, message)
          : conversations.updateActivity(id, of, message),
      )
    },
    createConversation: (conversation) => translating(conversations.create(conversation as never)),
    readMember: (conversationId, accountId) =>
      translating(conversations.getMemberById(part(conversationId), part(accountId))),
  }
}

/** The SDK puts an ID into the path as it is. */
const part = encodeURIComponent

/** The SDK's type asks for fields that Teams doesn't. */
const sdkType = (activity: OutgoingActivity) =>
  activity as unknown as Parameters<ConversationClient['createActivity']>[1]

const translating = <T>(sent: Promise<T>): Promise<T> =>
  sent.catch((error) => {
    throw fromAxiosError(error)
  })
