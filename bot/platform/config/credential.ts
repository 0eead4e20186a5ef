import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
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
  readFile: ReadFile,
  report: Report,
): Credential | ManagedIdentity | undefined {
  const [source, ...others] = sourcesOf(prefix, values)
  if (!source || others.length > 0) {
    const problem = source ? 'There is more than one credential. Keep' : 'There is no credential. Set'
    report(`${prefix}_SECRET`, `${problem} one of ${variablesOf(prefix)}.`)
    return undefined
  }
  try {
    return source(readFile)
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

type Source = (readFile: ReadFile) => Credential | ManagedIdentity

/** One source for each credential that is configured. */
function sourcesOf(prefix: Prefix, values: Values): Source[] {
  const secret = values[`${prefix}_SECRET`]
  const secretFile = values[`${prefix}_SECRET_FILE`]
  const [certificate, key] = [values[`${prefix}_CERTIFICATE_FILE`], values[`${prefix}_KEY_FILE`]]
  const federated = values[`${prefix}_FEDERATED_TOKEN_FILE`]
  const sources: (false | Source)[] = [
    secret !== undefined && (() => ({ secret })),
    secretFile !== undefined && ((readFile) => readAgain({ SECRET_FILE: secretFile }, readFile)),
    (certificate ?? key) !== undefined &&
      ((readFile) => readAgain({ CERTIFICATE_FILE: certificate ?? '', KEY_FILE: key ?? '' }, readFile)),
    federated !== undefined && ((readFile) => readAgain({ FEDERATED_TOKEN_FILE: federated }, readFile)),
    prefix === 'BOT' && values.BOT_MANAGED_IDENTITY === 'on' && (() => ({ managedIdentity: true })),
  ]
  return sources.filter((source) => source !== false)
}

type CredentialFiles = NonNullable<Extract<Credential, { files?: unknown }>['files']>

/** Reads the current contents of the files. @throws CredentialError */
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
    // The parser's message is dropped: it could quote the key.
    throw new CredentialError(
      part,
      "The file doesn't contain the expected PEM. Convert it to PEM, without a passphrase.",
    )
  }
}
