import { X509Certificate } from 'node:crypto'
import { makeGuid } from '../guid.ts'
import type { Certificate } from '../world/made-registration.ts'
import type { Registration } from '../world/types.ts'
import { type Answer, graphError, type RequestIds } from './answer.ts'
import type { KeyCredential } from './application-body.ts'

/** The ID by which a key of a registration is named. */
export const keyIdOf = ({ made, thumbprint }: Certificate): string =>
  made?.keyId ?? makeGuid(`key/${thumbprint}`)

/** The keys that a registration has afterwards: those that stay, named by their IDs, and new certificates. */
export function readKeys(
  app: Registration,
  wanted: readonly KeyCredential[],
  ids: RequestIds,
  makeId: () => string,
): Certificate[] | Answer {
  const found: Certificate[] = []
  for (const one of wanted) {
    const known = app.certificates.find((certificate) => keyIdOf(certificate) === one.keyId)
    const certificate = known ?? readCertificate(one, ids, makeId)
    if ('status' in certificate) return certificate
    found.push(certificate)
  }
  return found
}

/** Only a certificate: a private key is never one. */
function readCertificate(wanted: KeyCredential, ids: RequestIds, makeId: () => string): Certificate | Answer {
  const parsed = parse(wanted.key)
  if (!parsed) {
    const words = "Invalid value specified for property 'keyCredentials' of resource 'Application'."
    return graphError(ids, 400, 'Request_BadRequest', words)
  }
  const [startsAtMs, endsAtMs] = [parsed.validFromDate.getTime(), parsed.validToDate.getTime()]
  const endMs = wanted.endDateTime ? Date.parse(wanted.endDateTime) : endsAtMs
  if (endMs > endsAtMs) {
    return graphError(ids, 400, 'KeyCredentialsInvalidEndDate', 'Key credential end date is invalid.')
  }
  const startMs = wanted.startDateTime ? Date.parse(wanted.startDateTime) : startsAtMs
  if (startMs < startsAtMs || startMs >= endMs) {
    return graphError(ids, 400, 'KeyCredentialsInvalidStartDate', 'Key credential start date is invalid.')
  }
  return {
    thumbprint: parsed.fingerprint256.replaceAll(':', '').toLowerCase(),
    publicKey: parsed.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    endsAtMs: endMs,
    made: {
      keyId: wanted.keyId ?? makeId(),
      displayName: wanted.displayName ?? parsed.subject,
      startsAtMs: startMs,
      der: parsed.raw.toString('base64'),
      identifier: wanted.customKeyIdentifier ?? parsed.fingerprint.replaceAll(':', ''),
    },
  }
}

function parse(base64: string | null | undefined): X509Certificate | undefined {
  if (!base64) return undefined
  try {
    return new X509Certificate(Buffer.from(base64, 'base64'))
  } catch {
    return undefined
  }
}
