import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'

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

type Fail = (part: 'CERTIFICATE_FILE' | 'KEY_FILE', text: string) => Error

/** Entra accepts no smaller ones. */
const fewestBits = 2_048

/** A certificate and its key that Entra accepts now. @throws what `fail` makes; never quotes the files */
export function readPair(
  pem: string,
  keyText: string,
  { now, fail }: { now: Date; fail: Fail },
): Certificate {
  const leaf = parsePem('CERTIFICATE_FILE', fail, () => new X509Certificate(pem))
  const key = parsePem('KEY_FILE', fail, () => createPrivateKey(keyText))
  checkKey(leaf.publicKey, (text) => fail('CERTIFICATE_FILE', text))
  checkKey(key, (text) => fail('KEY_FILE', text))
  if (!leaf.checkPrivateKey(key))
    throw fail(
      'KEY_FILE',
      "This key doesn't belong to the certificate. Use the key that the certificate was created with.",
    )
  const [from, until] = [new Date(leaf.validFrom), new Date(leaf.validTo)]
  if (until <= now)
    throw fail(
      'CERTIFICATE_FILE',
      `The certificate expired on ${dayOf(until)}. Use the one that replaced it.`,
    )
  if (from > now)
    throw fail(
      'CERTIFICATE_FILE',
      `The certificate is valid only from ${dayOf(from)} on. Use the current one.`,
    )
  return describe(leaf, pem, key)
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10)

function checkKey(
  { asymmetricKeyType, asymmetricKeyDetails }: KeyObject,
  fail: (text: string) => Error,
): void {
  if (asymmetricKeyType !== 'rsa')
    throw fail(
      `The key is ${asymmetricKeyType?.toUpperCase() ?? 'of an unknown kind'}, and Entra accepts only RSA. Create one with RSA, ${fewestBits} bits or more.`,
    )
  const bits = asymmetricKeyDetails?.modulusLength ?? 0
  if (bits < fewestBits)
    throw fail(
      `The RSA key has ${bits} bits, and Entra accepts only ${fewestBits} or more. Create a longer one.`,
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

function parsePem<T>(part: 'CERTIFICATE_FILE' | 'KEY_FILE', fail: Fail, parse: () => T): T {
  try {
    return parse()
  } catch {
    // The parser's message is dropped: it could quote the key.
    throw fail(part, "The file doesn't contain the expected PEM. Convert it to PEM, without a passphrase.")
  }
}
