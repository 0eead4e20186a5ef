import type { Clock } from '../base/time.ts'
import { type Certificate, readPair } from './certificate.ts'
import { secret as secretField } from './fields.ts'
import { type ReadFile, readTextFile } from './read-text-file.ts'
import type { Report, Values } from './variables.ts'

/** `files`: where it is read from, again for each token. */
export type Credential =
  | { secret: string; files?: { SECRET_FILE: string } }
  | { certificate: Certificate; files: { CERTIFICATE_FILE: string; KEY_FILE: string } }
  /** A federated credential: a signed token of another issuer that the app registration trusts. */
  | { assertion: string; files: { FEDERATED_TOKEN_FILE: string } }

/** The hosting platform proves the identity of this process; for the bot only. */
export interface ManagedIdentity {
  managedIdentity: true
}

/** Where files are read, and when a certificate must be valid. */
export interface FileAccess {
  readFile: ReadFile
  clock: Clock
}

type Prefix = 'BOT' | 'READER'
type CredentialFile = 'SECRET_FILE' | 'CERTIFICATE_FILE' | 'KEY_FILE' | 'FEDERATED_TOKEN_FILE'

/** A file without a valid credential. `text` quotes nothing from it. */
export class CredentialError extends Error {
  override name = 'CredentialError'
  readonly part: CredentialFile
  readonly text: string

  constructor(part: CredentialFile, text: string) {
    super(`${part}: ${text}`)
    this.part = part
    this.text = text
  }
}

/** Reads the one configured credential and passes every error to `report`. */
export function readCredential(
  prefix: Prefix,
  values: Values,
  access: FileAccess,
  report: Report,
): Credential | ManagedIdentity | undefined {
  const [source, ...others] = sourcesOf(prefix, values)
  if (!source || others.length > 0) {
    const problem = source ? 'There is more than one credential. Keep' : 'There is no credential. Set'
    report(`${prefix}_SECRET`, `${problem} one of ${variablesOf(prefix)}.`)
    return undefined
  }
  try {
    return source(access)
  } catch (error) {
    if (!(error instanceof CredentialError)) throw error
    report(`${prefix}_${error.part}`, error.text)
    return undefined
  }
}

const variablesOf = (prefix: Prefix): string =>
  [
    `${prefix}_SECRET`,
    `${prefix}_SECRET_FILE`,
    `${prefix}_CERTIFICATE_FILE with ${prefix}_KEY_FILE`,
    `${prefix}_FEDERATED_TOKEN_FILE`,
    ...(prefix === 'BOT' ? ['BOT_MANAGED_IDENTITY=on'] : []),
  ].join(', ')

type Source = (access: FileAccess) => Credential | ManagedIdentity

/** One source for each credential that is configured. */
function sourcesOf(prefix: Prefix, values: Values): Source[] {
  const secret = values[`${prefix}_SECRET`]
  const secretFile = values[`${prefix}_SECRET_FILE`]
  const [certificate, key] = [values[`${prefix}_CERTIFICATE_FILE`], values[`${prefix}_KEY_FILE`]]
  const federated = values[`${prefix}_FEDERATED_TOKEN_FILE`]
  const sources: (false | Source)[] = [
    secret !== undefined && (() => ({ secret })),
    secretFile !== undefined && ((access) => readAgain({ SECRET_FILE: secretFile }, access)),
    (certificate ?? key) !== undefined &&
      ((access) => readAgain({ CERTIFICATE_FILE: certificate ?? '', KEY_FILE: key ?? '' }, access)),
    federated !== undefined && ((access) => readAgain({ FEDERATED_TOKEN_FILE: federated }, access)),
    prefix === 'BOT' && values.BOT_MANAGED_IDENTITY === 'on' && (() => ({ managedIdentity: true })),
  ]
  return sources.filter((source) => source !== false)
}

type CredentialFiles = NonNullable<Extract<Credential, { files?: unknown }>['files']>

/** Reads the current contents of the files; what a variable refuses, they refuse too. @throws CredentialError */
export function readAgain(files: CredentialFiles, { readFile, clock }: FileAccess): Credential {
  if ('SECRET_FILE' in files) {
    const text = readText('SECRET_FILE', files.SECRET_FILE, readFile).trim()
    const { data: secret, error } = secretField.safeParse(text)
    if (secret !== undefined) return { secret, files }
    throw new CredentialError('SECRET_FILE', error?.issues[0]?.message ?? '')
  }
  if ('FEDERATED_TOKEN_FILE' in files) {
    const assertion = readText('FEDERATED_TOKEN_FILE', files.FEDERATED_TOKEN_FILE, readFile).trim()
    if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(assertion))
      throw new CredentialError('FEDERATED_TOKEN_FILE', "The file doesn't contain a signed token (JWT).")
    return { assertion, files }
  }
  const pem = readText('CERTIFICATE_FILE', files.CERTIFICATE_FILE, readFile)
  const key = readText('KEY_FILE', files.KEY_FILE, readFile)
  const fail = (part: CredentialFile, text: string) => new CredentialError(part, text)
  return { certificate: readPair(pem, key, { now: clock(), fail }), files }
}

function readText(part: CredentialFile, path: string, readFile: ReadFile): string {
  if (path === '')
    throw new CredentialError(part, 'The certificate and its key are in two files. Set this one too.')
  const read = readTextFile(path, readFile)
  if ('problem' in read) throw new CredentialError(part, read.problem)
  return read.text
}
