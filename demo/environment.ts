import { demo } from '../emulator/demo-world.ts'
import { host, type Ports } from './ports.ts'

/** The configuration of the demo bot, as it would be written in `.env`. */
export function environmentOf(
  ports: Pick<Ports, 'bot' | 'emulator'>,
  database: string,
): Record<string, string> {
  const emulatorUrl = `http://${host}:${ports.emulator}`
  const idsOf = (role: string) => demo.people.filter((person) => person.role === role).map(({ id }) => id)
  // Alice is an approver by her object ID; Bob, and Olivia as an operator, through groups.
  const groupNamed = (name: string) => `group:${demo.groups.find((group) => group.displayName === name)?.id}`
  return {
    BOT_AUTH: 'off',
    BOT_ID: demo.bot.clientId,
    HOME_TENANT_ID: demo.homeTenantId,
    READER_ID: demo.reader.clientId,
    READER_SECRET: demo.reader.secret,
    SET_CLIENT_IDS: Object.entries(demo.sets)
      .map(([setId, clientId]) => `${setId}=${clientId}`)
      .join(','),
    ROLE_VIEWERS: idsOf('viewer').join(','),
    ROLE_OPERATORS: groupNamed('Identity operators'),
    ROLE_APPROVERS: `${idsOf('approver')[0]},${groupNamed('Identity approvers')}`,
    ROLE_AUDITORS: idsOf('auditor').join(','),
    ROLE_CONTACT: 'Alice Moreau or Bob Okafor',
    API_AUDIENCE: `${demo.apiAudience},${demo.bot.clientId}`,
    PUBLIC_URL: `http://${host}:${ports.bot}`,
    HOST: host,
    PORT: `${ports.bot}`,
    LOGIN_BASE_URL: emulatorUrl,
    GRAPH_BASE_URL: emulatorUrl,
    [database.startsWith('postgres:') ? 'DATABASE_URL' : 'DATABASE_FILE']: database,
  }
}
