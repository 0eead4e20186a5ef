import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import type { Report, Values } from './variables.ts'

/** `files`: where it was read from, and is read again when a token is due. */
export type Credential =
  | { secret: string; files?: { SECRET_FILE: string } }
  | { certificate: Certificate; files: { CERTIFICATE_FILE: string; KEY_FILE: string } }
  /** A signed statement of another issuer whom the registration trusts. */
  | { assertion: string; files: { FEDERATED_TOKEN_FILE: string } }

/** The platform knows who this process is; of the bot only. */
export interface ManagedIdentity {
  managedIdentity: true
}

interface Certificate {
  /** Hex, upper case, no colons. */
  thumbprintSha1: string
  /** Hex, upper case, no colons. */
  thumbprintSha256: string
  /** PEM, PKCS #8. */
  privateKey: string
  /** Leaf first, PEM. */
  x5c: string
  endsAt: Date
}

export type ReadFile = (path: string) => string
type Prefix = 'BOT' | 'READER'
type CredentialFile = 'SECRET_FILE' | 'CERTIFICATE_FILE' | 'KEY_FILE' | 'FEDERATED_TOKEN_FILE'

/** A file that holds no credential. `text` quotes nothing of it. */
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

/** Exactly one credential; every mistake goes to `report`. */
export function readCredential(
  prefix: Prefix,
  values: Values,
  readFile: ReadFile,
  report: Report,
): Credential | ManagedIdentity | undefined {
  const given = placesOf(prefix, values)
  if (given.length !== 1) {
    const several = given.length > 1
    report(
      `${prefix}_SECRET`,
      several
        ? `There is more than one credential. Keep one of ${variablesOf(prefix)}.`
        : `There is no credential. Set one of ${variablesOf(prefix)}.`,
    )
    return undefined
  }
  try {
    return given[0]?.(readFile)
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

type Place = (readFile: ReadFile) => Credential | ManagedIdentity

/** One way to read a credential for each that the values name. */
function placesOf(prefix: Prefix, values: Values): Place[] {
  const secret = values[`${prefix}_SECRET`]
  const secretFile = values[`${prefix}_SECRET_FILE`]
  const [certificate, key] = [values[`${prefix}_CERTIFICATE_FILE`], values[`${prefix}_KEY_FILE`]]
  const federated = values[`${prefix}_FEDERATED_TOKEN_FILE`]
  const places: (false | Place)[] = [
    secret !== undefined && (() => ({ secret })),
    secretFile !== undefined && ((readFile) => readAgain({ SECRET_FILE: secretFile }, readFile)),
    (certificate ?? key) !== undefined &&
      ((readFile) => readAgain({ CERTIFICATE_FILE: certificate ?? '', KEY_FILE: key ?? '' }, readFile)),
    federated !== undefined && ((readFile) => readAgain({ FEDERATED_TOKEN_FILE: federated }, readFile)),
    prefix === 'BOT' && values.BOT_MANAGED_IDENTITY === 'on' && (() => ({ managedIdentity: true })),
  ]
  return places.filter((place) => place !== false)
}

type CredentialFiles = NonNullable<Extract<Credential, { files?: unknown }>['files']>

/** What stands in the files now. @throws CredentialError */
export function readAgain(files: CredentialFiles, readFile: ReadFile): Credential {
  if ('SECRET_FILE' in files) {
    const secret = readText('SECRET_FILE', files.SECRET_FILE, readFile).trim()
    if (secret === '' || /\s/.test(secret) || secret.includes('-----BEGIN'))
      throw new CredentialError(
        'SECRET_FILE',
        "The file doesn't contain exactly one secret. It must contain only the secret value.",
      )
    return { secret, files }
  }
  if ('FEDERATED_TOKEN_FILE' in files) {
    const assertion = readText('FEDERATED_TOKEN_FILE', files.FEDERATED_TOKEN_FILE, readFile).trim()
    if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(assertion))
      throw new CredentialError('FEDERATED_TOKEN_FILE', "The file doesn't contain a signed token (JWT).")
    return { assertion, files }
  }
  return { certificate: readCertificate(files, readFile), files }
}

function readCertificate(
  files: { CERTIFICATE_FILE: string; KEY_FILE: string },
  readFile: ReadFile,
): Certificate {
  const pem = readText('CERTIFICATE_FILE', files.CERTIFICATE_FILE, readFile)
  const leaf = parsePem('CERTIFICATE_FILE', () => new X509Certificate(pem))
  const keyText = readText('KEY_FILE', files.KEY_FILE, readFile)
  const key = parsePem('KEY_FILE', () => createPrivateKey(keyText))
  if (leaf.checkPrivateKey(key)) return describe(leaf, pem, key)
  throw new CredentialError(
    'KEY_FILE',
    "This key doesn't belong to the certificate. Use the key that the certificate was created with.",
  )
}

function describe(leaf: X509Certificate, pem: string, key: KeyObject): Certificate {
  const bare = (fingerprint: string) => fingerprint.replaceAll(':', '')
  return {
    thumbprintSha1: bare(leaf.fingerprint),
    thumbprintSha256: bare(leaf.fingerprint256),
    privateKey: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    x5c: pem,
    endsAt: new Date(leaf.validTo),
  }
}

function readText(part: CredentialFile, path: string, readFile: ReadFile): string {
  if (path === '')
    throw new CredentialError(part, 'The certificate and its key are in two files. Set this one too.')
  try {
    return readFile(path)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
    throw new CredentialError(part, `The file can't be read${code}. Check the path and the permissions.`)
  }
}

function parsePem<T>(part: CredentialFile, parse: () => T): T {
  try {
    return parse()
  } catch {
    // What the parser says quotes nothing useful, and could quote the key.
    throw new CredentialError(
      part,
      "The file doesn't contain the expected PEM. Convert it to PEM, without a passphrase.",
    )
  }
}
