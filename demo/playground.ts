import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { demo } from '../emulator/demo-world.ts'
import { host } from './ports.ts'
import { type Program, startProgram } from './program.ts'

export interface PlaygroundOptions {
  /** The user of this client: a name in the demo. */
  person: string
  port: number
  botPort: number
  /** Client ID of the bot; default: the demo's. */
  botId?: string
  /** The folder of its configuration and its log. */
  folder: string
}

/** Prefix of the files and chats of a person: `alice`. */
export const shortName = (person: string): string => person.split(' ')[0]?.toLowerCase() ?? person

/** ID of the chat of a person with the bot in this person's client. */
export const personalChatOf = (person: string): string => `personal-chat-of-${shortName(person)}`

/** Starts the Teams-like client for one person. It has only the conversations of this person. */
export async function startPlayground({
  person,
  port,
  botPort,
  botId = demo.bot.clientId,
  folder,
}: PlaygroundOptions): Promise<Program> {
  const name = shortName(person)
  const file = join(folder, `teams-of-${name}.yml`)
  await writeFile(file, JSON.stringify(configurationOf(person, name, botId), null, 2))
  const main = createRequire(import.meta.url).resolve('@microsoft/m365agentsplayground/cli.js')
  const endpoint = `http://${host}:${botPort}/api/messages`
  return startProgram({
    name: `teams-of-${name}`,
    folder,
    args: [main, 'start', '-e', endpoint, '-c', 'msteams', '-p', `${port}`, '--disable-telemetry'],
    environment: {
      // Without this variable, it still sends telemetry to Microsoft despite the option.
      APPLICATION_INSIGHTS_NO_STATSBEAT: '1',
      TEAMSAPPTESTER_BROWSER: 'none',
      M365_AGENTS_PLAYGROUND_CONFIG_PATH: file,
      M365_AGENTS_PLAYGROUND_LOGFILE: join(folder, `teams-of-${name}.client.log`),
      NODE_OPTIONS: `--import ${new URL('loopback.ts', import.meta.url).href}`,
    },
  })
}

/** JSON is valid YAML. The misspelled key is the client's own. */
function configurationOf(person: string, name: string, botId: string) {
  const users = demo.people.map(({ id, name: fullName, userPrincipalName }) => ({
    id: `29:${id}`,
    name: fullName,
    userPrincipleName: userPrincipalName,
    aadObjectId: id,
    givenName: fullName.split(' ')[0],
    surname: fullName.split(' ').slice(1).join(' '),
    email: userPrincipalName,
  }))
  const current = users.find((user) => user.name === person)
  if (!current) throw new Error(`Expected "${person}" among the people of the demo`)
  return {
    version: '0.1.1',
    tenantId: demo.homeTenantId,
    bot: { id: `28:${botId}`, name: demo.bot.displayName },
    currentUser: current,
    // The client requires exactly five in addition to the current one.
    users: users.filter((user) => user !== current),
    personalChat: { id: personalChatOf(person) },
    groupChat: { id: `group-chat-of-${name}`, name: 'Identity team' },
    team: {
      id: `team-of-${name}`,
      name: 'Security operations',
      aadGroupId: '6f6f6f6f-0000-4000-8000-000000000001',
      // The client adds "General" itself.
      channels: [{ id: `alerts-of-${name}`, name: 'Alerts' }],
    },
  }
}
