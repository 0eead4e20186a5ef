import { demo } from '../emulator/demo-world.ts'
import { personalChatOf } from './playground.ts'
import { host } from './ports.ts'

/**
 * Tells the bot of a person's chat, as Teams does when an admin installs the bot for somebody: from then on it may write
 * first. The client itself tells of a chat only when its page is opened; what is sent before, it shows then.
 */
export async function introduce(options: { person: string; port: number; botPort: number }): Promise<void> {
  const person = demo.people.find(({ name }) => name === options.person)
  if (!person) throw new Error(`Expected "${options.person}" among the people of the demo`)
  const bot = { id: `28:${demo.bot.clientId}`, name: demo.bot.displayName }
  const tenantId = demo.homeTenantId
  const response = await fetch(`http://${host}:${options.botPort}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      type: 'conversationUpdate',
      channelId: 'msteams',
      // In the words of the client, or the bot would take its next message for a move.
      serviceUrl: `http://localhost:${options.port}/_connector`,
      from: { id: `29:${person.id}`, name: person.name, aadObjectId: person.id },
      recipient: bot,
      conversation: { id: personalChatOf(person.name), conversationType: 'personal', tenantId },
      membersAdded: [bot],
      channelData: { tenant: { id: tenantId } },
    }),
  })
  await response.arrayBuffer()
  if (!response.ok) throw new Error(`The bot did not take ${person.name}'s chat: ${response.status}`)
}
