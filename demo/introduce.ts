import { demo } from '../emulator/demo-world.ts'
import { personalChatOf } from './playground.ts'
import { host } from './ports.ts'

/**
 * Announces a person's chat to the bot, as Teams does when an admin installs the bot for a user. From then on, the bot can
 * post first. The client itself announces a chat only when its page is opened, and then shows what was posted before.
 */
export async function introduce(options: {
  person: string
  port: number
  botPort: number
  /** Client ID of the bot; default: the demo's. */
  botId?: string
}): Promise<void> {
  const person = demo.people.find(({ name }) => name === options.person)
  if (!person) throw new Error(`Expected "${options.person}" among the people of the demo`)
  const bot = { id: `28:${options.botId ?? demo.bot.clientId}`, name: demo.bot.displayName }
  const tenantId = demo.homeTenantId
  const response = await fetch(`http://${host}:${options.botPort}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      type: 'conversationUpdate',
      channelId: 'msteams',
      // Written as the client writes it; otherwise, the bot would treat its next message as a change of address.
      serviceUrl: `http://localhost:${options.port}/_connector`,
      from: { id: `29:${person.id}`, name: person.name, aadObjectId: person.id },
      recipient: bot,
      conversation: { id: personalChatOf(person.name), conversationType: 'personal', tenantId },
      membersAdded: [bot],
      channelData: { tenant: { id: tenantId } },
    }),
  })
  await response.arrayBuffer()
  if (!response.ok) throw new Error(`The bot rejected ${person.name}'s chat: ${response.status}`)
}
