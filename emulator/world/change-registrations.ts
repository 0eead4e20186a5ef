import { createHash, createPublicKey, X509Certificate } from 'node:crypto'
import { type Access, accessKey } from './permissions.ts'
import type { Registration, World } from './types.ts'
import { WorldError } from './world-error.ts'

/** Changes the publisher makes to an app registration. They hold at once: the manifest has no replicas here. */

/** By client id or by its short name. Throws `WorldError` when there is none. */
export function getRegistration(world: World, appId: string): Registration {
  const wanted = appId.toLowerCase()
  const registration =
    world.registrations.get(wanted) ?? [...world.registrations.values()].find((one) => one.key === wanted)
  if (!registration) throw new WorldError(`app registration ${appId} not found`)
  return registration
}

export function addRequirement(registration: Registration, access: Access): void {
  dropRequirement(registration, access)
  registration.required.push({ resourceAppId: access.resourceAppId, type: access.type, id: access.id })
}

export function dropRequirement(registration: Registration, access: Access): void {
  registration.required = registration.required.filter((other) => accessKey(other) !== accessKey(access))
}

/** Every secret and certificate of the app ended a minute ago. */
export function expireCredentials(world: World, registration: Registration): void {
  const endsAtMs = world.clock.nowMs() - 60_000
  registration.secrets = registration.secrets.map((secret) => ({ ...secret, endsAtMs }))
  registration.certificates = registration.certificates.map((one) => ({ ...one, endsAtMs }))
}

/** Every token of the app ended, as if the hour that it is good for were over. */
export function endTokens(world: World, registration: Registration): void {
  registration.tokensEndedAtMs = world.clock.nowMs()
}

/** Every secret and certificate of the app is good for another two years. */
export function renewCredentials(world: World, registration: Registration): void {
  const endsAtMs = world.clock.nowMs() + twoYearsMs
  registration.secrets = registration.secrets.map((secret) => ({ ...secret, endsAtMs }))
  registration.certificates = registration.certificates.map((one) => ({ ...one, endsAtMs }))
}

export const twoYearsMs = 730 * 86_400_000

/** Registers a certificate, or a bare public key with the thumbprint its owner will use. PEM. */
export function addCertificate(
  world: World,
  registration: Registration,
  pem: string,
  thumbprint: string = thumbprintOf(pem),
): void {
  const publicKey = readPublicKey(pem).export({ type: 'spki', format: 'pem' }).toString()
  const endsAtMs = world.clock.nowMs() + twoYearsMs
  registration.certificates.push({ thumbprint: thumbprint.toLowerCase(), publicKey, endsAtMs })
}

const isCertificate = (pem: string): boolean => pem.includes('BEGIN CERTIFICATE')

function readPublicKey(pem: string): ReturnType<typeof createPublicKey> {
  return isCertificate(pem) ? new X509Certificate(pem).publicKey : createPublicKey(pem)
}

function thumbprintOf(pem: string): string {
  if (isCertificate(pem)) return new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase()
  const der = readPublicKey(pem).export({ type: 'spki', format: 'der' })
  return createHash('sha256').update(der).digest('hex')
}
