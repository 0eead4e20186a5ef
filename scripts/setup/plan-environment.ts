import { type Variable, variables } from '#platform/config/variables.ts'
import { readMarks } from './environment-text.ts'
import { type Answers, type Found, linkSecretFile } from './found.ts'
import { shortHash, type Which } from './marks.ts'

export interface EnvironmentChange {
  variable: string
  /** `{bot}` and `{reader}` stand for client IDs that don't exist yet. */
  value: string
  /** The value that it replaces, if there is one. */
  before?: string
}

/** The lines of `.env` that are missing or different. */
export function planEnvironment(
  { local, registrations, tenant }: Found,
  answers: Answers,
): EnvironmentChange[] {
  const idOf = (which: Which) => registrations[which]?.registration.appId ?? `{${which}}`
  const wanted: Record<string, string> = {
    ...answers.cloudVariables,
    HOME_TENANT_ID: tenant.id,
    ...botVariables(answers, idOf('bot')),
    ...(answers.managedIdentity === undefined &&
      !hasAudience(local, idOf('bot')) && { API_AUDIENCE: audienceOf(idOf('bot'), registrations.bot) }),
    READER_ID: idOf('reader'),
    ...credentialVariables('reader', local.pairs.reader, answers),
    SET_CLIENT_IDS: Object.entries(answers.setClientIds)
      .map((pair) => pair.join('='))
      .join(','),
    ROLE_APPROVERS: answers.approvers.join(','),
    PUBLIC_URL: answers.publicUrl,
    [answers.database.variable]: answers.database.value,
    ...answers.appVariables,
    ...(answers.managedIdentity === undefined && credentialVariables('bot', local.pairs.bot, answers)),
  }
  return Object.entries({ ...emptied(wanted, answers), ...wanted }).flatMap(([variable, value]) => {
    const before = local.environment[variable]?.trim() ?? ''
    if (isSame(variable, before, value)) return []
    return [{ variable, value, ...(before && { before }) }]
  })
}

/** Two ways to write one value are one value. */
function isSame(variable: string, before: string, value: string): boolean {
  if (before === value) return true
  if (!Object.hasOwn(variables, variable)) return false
  const [one, other] = [before, value].map((text) => variables[variable as Variable].safeParse(text).data)
  return one !== undefined && JSON.stringify(one) === JSON.stringify(other)
}

/** The database is named in one variable only, and so is a credential. */
function emptied(wanted: Readonly<Record<string, string>>, { database, credentials }: Answers) {
  const ofCredentials = (['bot', 'reader'] as const)
    .filter((which) => credentials[which].kind !== 'kept')
    .flatMap((which) => credentialNames.map((name) => `${which.toUpperCase()}_${name}`))
  const other = database.variable === 'DATABASE_URL' ? 'DATABASE_FILE' : 'DATABASE_URL'
  const names = [other, ...ofCredentials].filter((name) => !Object.hasOwn(wanted, name))
  return Object.fromEntries(names.map((name) => [name, '']))
}

export const credentialNames = [
  'SECRET',
  'SECRET_FILE',
  'CERTIFICATE_FILE',
  'KEY_FILE',
  'FEDERATED_TOKEN_FILE',
] as const

const botVariables = ({ managedIdentity }: Answers, botId: string): Record<string, string> =>
  managedIdentity === undefined ? { BOT_ID: botId } : { BOT_ID: managedIdentity, BOT_MANAGED_IDENTITY: 'on' }

/** Whoever configured another audience knows why; what setup wrote for the bot before this one means nothing anymore. */
function hasAudience({ environment, environmentText = '' }: Found['local'], botId: string): boolean {
  const value = environment.API_AUDIENCE?.trim() ?? ''
  if (value === '' || value.toLowerCase().includes(botId)) return value !== ''
  return readMarks(environmentText).marks.get('API_AUDIENCE')?.hash !== shortHash(value)
}

/** Tokens of version 2 name the client ID, older ones the application ID URI. */
const audienceOf = (botId: string, app: Found['registrations']['bot']): string =>
  [
    botId,
    ...(app?.registration.identifierUris.length ? app.registration.identifierUris : [`api://${botId}`]),
  ].join(',')

function credentialVariables(
  of: Which,
  files: { certificateFile: string; keyFile: string },
  { credentials }: Answers,
): Record<string, string> {
  const choice = credentials[of]
  const prefix = of.toUpperCase()
  if (choice.kind === 'kept') return {}
  if (choice.kind === 'certificate')
    return { [`${prefix}_CERTIFICATE_FILE`]: files.certificateFile, [`${prefix}_KEY_FILE`]: files.keyFile }
  return {
    [`${prefix}_FEDERATED_TOKEN_FILE`]: choice.tokenFile,
    ...(of === 'reader' && { LINK_SECRET_FILE: linkSecretFile }),
  }
}
