import { parseArgs } from 'node:util'
import { guidPattern } from '#platform/config/fields.ts'
import type { Environment } from '#platform/config/variables.ts'
import { defaultClientId } from './sign-in.ts'

/** What the command line says. Answers can stand in the environment and in `.env` too, by the names of the variables. */
export interface Options {
  mode: 'setup' | 'remove'
  isDry: boolean
  isAsking: boolean
  clientId: string
  certificateDays: number
  name?: string
  tenant?: string
  managedIdentity?: string
  federated?: { issuer: string; subject: string; tokenFile: string }
  /** Variables that were given as flags. */
  given: Record<string, string>
}

/** Where Azure’s workload identity puts the token of a pod. */
const defaultTokenFile = '/var/run/secrets/azure/tokens/azure-identity-token'

/** Each answer’s flag and the variable that it stands for. */
const answerFlags = {
  'public-url': 'PUBLIC_URL',
  sets: 'SET_CLIENT_IDS',
  approvers: 'ROLE_APPROVERS',
  'database-url': 'DATABASE_URL',
  'database-file': 'DATABASE_FILE',
  publisher: 'APP_PUBLISHER',
  website: 'APP_WEBSITE_URL',
  privacy: 'APP_PRIVACY_URL',
  terms: 'APP_TERMS_URL',
} as const

const text = { type: 'string' } as const
const isSet = { type: 'boolean', default: false } as const

/** The command line can’t be used. The text says why and what to do. */
export class UsageError extends Error {
  override name = 'UsageError'
}

/** Undefined: help was asked for. @throws UsageError */
export function readOptions(args: string[]): Options | undefined {
  const { values } = parse(args)
  if (values.help) return undefined
  if (values['managed-identity'] !== undefined && values.federated !== undefined)
    throw new UsageError('Use --managed-identity for the bot, or --federated for both, not the two together.')
  const given: Record<string, string> = {}
  for (const [flag, variable] of Object.entries(answerFlags)) {
    const value = values[flag as keyof typeof answerFlags]
    if (value !== undefined) given[variable] = value
  }
  const federated = readFederated(values.federated, values['federated-token-file'])
  return {
    mode: values.remove ? 'remove' : 'setup',
    isDry: values['dry-run'],
    isAsking: !values.yes,
    clientId: readClientId(values['client-id']),
    certificateDays: readDays(values['certificate-days']),
    ...(values.name !== undefined && { name: readName(values.name) }),
    ...(values.tenant !== undefined && { tenant: readTenant(values.tenant) }),
    ...(values['managed-identity'] !== undefined && { managedIdentity: values['managed-identity'] }),
    ...(federated && { federated }),
    given,
  }
}

function parse(args: string[]) {
  const flags = Object.fromEntries(Object.keys(answerFlags).map((flag) => [flag, text])) as Record<
    keyof typeof answerFlags,
    typeof text
  >
  try {
    return parseArgs({
      args,
      options: {
        ...flags,
        help: isSet,
        remove: isSet,
        'dry-run': isSet,
        yes: isSet,
        name: text,
        tenant: text,
        'client-id': { type: 'string', default: defaultClientId },
        'certificate-days': { type: 'string', default: '365' },
        'managed-identity': text,
        federated: text,
        'federated-token-file': { type: 'string', default: defaultTokenFile },
      },
    })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function readFederated(given: string | undefined, tokenFile: string): Options['federated'] {
  if (given === undefined) return undefined
  const comma = given.indexOf(',')
  const [issuer, subject] = [given.slice(0, comma).trim(), given.slice(comma + 1).trim()]
  if (comma > 0 && /^https:\/\//.test(issuer) && subject !== '') return { issuer, subject, tokenFile }
  throw new UsageError(
    '--federated takes the issuer and the subject of the token, with a comma between: --federated https://issuer.example,system:serviceaccount:grantkeeper:bot',
  )
}

function readDays(given: string): number {
  const days = Number(given)
  if (Number.isInteger(days) && days >= 2 && days <= 730) return days
  throw new UsageError('--certificate-days takes a whole number from 2 to 730.')
}

function readClientId(given: string): string {
  if (guidPattern.test(given)) return given
  throw new UsageError('--client-id takes the client ID of a public client, a GUID.')
}

function readTenant(given: string): string {
  if (/^[\w-]+(\.[\w-]+)*$/.test(given)) return given
  throw new UsageError('--tenant takes the ID of the home tenant or one of its domains.')
}

/** It is part of names and tags in Entra. */
function readName(given: string): string {
  if (/^[A-Za-z][A-Za-z0-9 -]{1,39}$/.test(given)) return given
  throw new UsageError('--name takes 2 to 40 letters, digits, spaces, and hyphens, beginning with a letter.')
}

/** Flags first, then the environment of the process, then the file. Empty values count as not set. */
export function mergeVariables(
  options: Options,
  process: Environment,
  file: Environment,
): Record<string, string> {
  const merged: Record<string, string> = {}
  for (const source of [file, process, options.given])
    for (const [name, value] of Object.entries(source)) if (value?.trim()) merged[name] = value.trim()
  return merged
}
