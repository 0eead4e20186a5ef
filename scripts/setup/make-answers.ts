import { guidPattern } from '#platform/config/fields.ts'
import { packageVariables } from '../app-package.ts'
import { AnswersMissing, type Asked, type Asking, askAll } from './ask.ts'
import type { Answers, CredentialChoice, Found } from './found.ts'
import { slugOf, type Which } from './marks.ts'
import type { Options } from './options.ts'
import { credentialNames } from './plan-environment.ts'

interface Context {
  options: Options
  name: string
  tenant: Found['tenant']
  asking: Asking
}

/** All that has to be decided; what is given isn't asked. @throws AnswersMissing */
export async function makeAnswers({
  options,
  name,
  tenant,
  asking,
}: Context): Promise<Answers & Pick<Asked, 'sets'>> {
  const { given } = asking
  const managedIdentity = findManagedIdentity(options, given)
  const ofApp = appVariablesOf(given, tenant)
  const asked = await askAll(asking)
  return {
    ...asked,
    name,
    slug: slugOf(name),
    ...(managedIdentity !== undefined && { managedIdentity: managedIdentity.toLowerCase() }),
    credentials: { bot: choose('bot', options, given), reader: choose('reader', options, given) },
    appVariables: ofApp,
    cloudVariables: pick(given, ['LOGIN_BASE_URL', 'GRAPH_BASE_URL']),
  }
}

/** The client ID of the managed identity that the bot is, if it is one. @throws AnswersMissing */
export function findManagedIdentity(
  { managedIdentity }: Options,
  given: Readonly<Record<string, string>>,
): string | undefined {
  const isConfigured = given.BOT_MANAGED_IDENTITY?.toLowerCase() === 'on'
  const clientId = managedIdentity ?? (isConfigured ? given.BOT_ID : undefined)
  if (clientId === undefined || guidPattern.test(clientId)) return clientId
  throw new AnswersMissing(['--managed-identity: Use the client ID of the managed identity, a GUID.'])
}

/** A flag decides; else what is configured stays; else a certificate is made. */
function choose(
  which: Which,
  { federated }: Options,
  given: Readonly<Record<string, string>>,
): CredentialChoice {
  if (federated) return { kind: 'federated', ...federated }
  const has = credentialNames.filter((name) => given[`${which.toUpperCase()}_${name}`])
  const isCertificate = has.every((name) => name === 'CERTIFICATE_FILE' || name === 'KEY_FILE')
  return { kind: isCertificate ? 'certificate' : 'kept' }
}

const pick = (given: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => (given[name] ? [[name, given[name]]] : [])))

/** What the Teams package says of its publisher: the organization that signed in, and its home page, where nothing else is given. */
function appVariablesOf(
  given: Readonly<Record<string, string>>,
  { name, domain }: Found['tenant'],
): Record<string, string> {
  const page = given.APP_WEBSITE_URL ?? `https://${domain}`
  const usual: Record<AppVariable, string> = {
    APP_PUBLISHER: name.slice(0, 32).trim(),
    APP_WEBSITE_URL: page,
    APP_PRIVACY_URL: page,
    APP_TERMS_URL: page,
  }
  const values = { ...usual, ...pick(given, appVariables) }
  const problems = findAppProblems(values)
  if (problems.length > 0) throw new AnswersMissing(problems)
  return values
}

const appVariables = ['APP_PUBLISHER', 'APP_WEBSITE_URL', 'APP_PRIVACY_URL', 'APP_TERMS_URL'] as const
type AppVariable = (typeof appVariables)[number]

/** What is wrong with those of these variables that the Teams package is made with. */
export const findAppProblems = (values: Readonly<Record<string, string>>): string[] =>
  appVariables.flatMap((variable) => {
    const value = values[variable]
    const issues =
      value === undefined ? [] : (packageVariables[variable].safeParse(value).error?.issues ?? [])
    return issues.map(({ message }) => `${variable}: Use ${message}.`)
  })
