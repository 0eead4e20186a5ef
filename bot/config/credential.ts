import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import type { Report, Values, Variable } from './variables.ts'

export type Credential = { secret: string } | { certificate: Certificate }

export interface Certificate {
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

/** Exactly one of secret and certificate; every mistake goes to `report`. */
export function readCredential(
  prefix: 'BOT' | 'READER',
  values: Values,
  readFile: ReadFile,
  report: Report,
): Credential | undefined {
  const secret = values[`${prefix}_SECRET`]
  const certificateGiven = values[`${prefix}_CERTIFICATE_FILE`] ?? values[`${prefix}_KEY_FILE`]
  if (certificateGiven === undefined && secret !== undefined) return { secret }
  if (certificateGiven !== undefined && secret === undefined)
    return readCertificate(prefix, values, readFile, report)
  const text = secret
    ? `There is a secret and a certificate. Keep one of them: this, or ${prefix}_CERTIFICATE_FILE and ${prefix}_KEY_FILE.`
    : `There is no credential. Put a secret here, or a certificate into ${prefix}_CERTIFICATE_FILE and ${prefix}_KEY_FILE.`
  report(`${prefix}_SECRET`, text)
  return undefined
}

function readCertificate(
  prefix: 'BOT' | 'READER',
  values: Values,
  readFile: ReadFile,
  report: Report,
): Credential | undefined {
  const read = <T>(
    variable: `${'BOT' | 'READER'}_${'CERTIFICATE' | 'KEY'}_FILE`,
    parse: (pem: string) => T,
  ) => readPem(variable, values[variable], parse, readFile, report)
  const chain = read(`${prefix}_CERTIFICATE_FILE`, (pem) => ({ pem, leaf: new X509Certificate(pem) }))
  const key = read(`${prefix}_KEY_FILE`, createPrivateKey)
  if (!chain || !key) return undefined
  if (chain.leaf.checkPrivateKey(key)) return { certificate: describe(chain.leaf, chain.pem, key) }
  const text = `This key does not belong to the certificate. Put the key that ${prefix}_CERTIFICATE_FILE was made with.`
  report(`${prefix}_KEY_FILE`, text)
  return undefined
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

function readPem<T>(
  variable: Variable,
  path: string | undefined,
  parse: (pem: string) => T,
  readFile: ReadFile,
  report: Report,
): T | undefined {
  if (path === undefined) {
    report(variable, 'The certificate and its key stand in two files. Name this one too.')
    return undefined
  }
  let pem: string
  try {
    pem = readFile(path)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
    report(variable, `The file cannot be read${code}. Check the path and its rights.`)
    return undefined
  }
  try {
    return parse(pem)
  } catch {
    // What the parser says quotes nothing useful, and could quote the key.
    report(variable, 'The file does not hold the expected PEM. Convert it to PEM, without a passphrase.')
    return undefined
  }
}
