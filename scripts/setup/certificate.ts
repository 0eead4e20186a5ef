import { X509Certificate } from 'node:crypto'
import { generate } from 'selfsigned'
import { readPair } from '#platform/config/certificate.ts'
import { readIfThere, setAside, writePrivately } from './files.ts'

export interface PairFiles {
  certificateFile: string
  keyFile: string
}

/** The certificate and key on this machine. */
export interface LocalPair extends PairFiles {
  state: 'none' | 'good' | 'expired' | 'broken'
  /** Setup may replace the files: `.env` names no others. */
  isOurs: boolean
  /** DER in base64, as Graph has it; present if `good`. */
  key?: string
}

/**
 * Makes a certificate with its key. The key never leaves this machine: it is written before anything is sent. A key that is there
 * is kept beside it, whatever is wrong with it: nobody else has it.
 */
export async function makePair(files: PairFiles, name: string, now: Date, days: number): Promise<void> {
  const made = await generate([{ name: 'commonName', value: name }], {
    keyType: 'rsa',
    keySize: 2_048,
    algorithm: 'sha256',
    // Clocks differ: valid since yesterday.
    notBeforeDate: new Date(now.getTime() - 86_400_000),
    notAfterDate: new Date(now.getTime() + (days - 1) * 86_400_000),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
    ],
  })
  if ((await readIfThere(files.keyFile)) !== undefined)
    for (const file of [files.certificateFile, files.keyFile]) await setAside(file, now)
  // The key last: whoever finds a key without a certificate knows that it isn't half a pair of ours.
  await writePrivately(files.certificateFile, made.cert)
  await writePrivately(files.keyFile, made.private)
}

/** What two files hold. */
export async function readPairFiles(
  { certificateFile, keyFile }: PairFiles,
  now: Date,
): Promise<Pick<LocalPair, 'state' | 'key'>> {
  const [certificate, key] = [await readIfThere(certificateFile), await readIfThere(keyFile)]
  if (certificate === undefined && key === undefined) return { state: 'none' }
  try {
    readPair(certificate ?? '', key ?? '', { now, fail: (part, text) => new Error(`${part}: ${text}`) })
  } catch {
    return { state: isExpired(certificate, now) ? 'expired' : 'broken' }
  }
  return { state: 'good', key: toDer(certificate ?? '') }
}

function isExpired(certificate: string | undefined, now: Date): boolean {
  try {
    return new Date(new X509Certificate(certificate ?? '').validTo) <= now
  } catch {
    return false
  }
}

const toDer = (pem: string): string => new X509Certificate(pem).raw.toString('base64')

/** What Graph is told of a certificate: the public part. */
export function keyCredentialOf(key: string, displayName: string) {
  const { validFrom, validTo } = new X509Certificate(Buffer.from(key, 'base64'))
  return {
    type: 'AsymmetricX509Cert',
    usage: 'Verify',
    key,
    displayName,
    startDateTime: new Date(validFrom).toISOString(),
    endDateTime: new Date(validTo).toISOString(),
  }
}
