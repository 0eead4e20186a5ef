import { hours } from '#platform/base/time.ts'
import type { Credential } from '#platform/config/credential.ts'
import type { Registration, WholeRegistration } from '../directory/registration.ts'
import { type Check, type CheckResult, failed, passed, skipped, warning } from './check.ts'
import type { PreflightWorld } from './preflight-world.ts'

const dayMs = hours(24)
/** One alarm of the bot comes this long before the end, too. */
const soonMs = 30 * dayMs

export const botCredentialCheck = credentialCheck('bot')
export const readerCredentialCheck = credentialCheck('reader')

/** Until when the credential that is really used is good: by its own date, and by that of the registration. */
function credentialCheck(app: 'bot' | 'reader'): Check {
  return {
    id: app === 'bot' ? 'botCredential' : 'readerCredential',
    async run(world) {
      const credential = world.credentialOf(app)
      if (!credential) return skipped('authOff')
      if ('managedIdentity' in credential) return skipped('managedIdentity')
      // A federated credential has no end; its tokens are the issuer's affair.
      if ('assertion' in credential) return passed()
      const endsAt = endOf(credential, await findRegistration(world, app))
      return endsAt ? judge(endsAt, world.clock()) : skipped('credentialUnknown')
    },
  }
}

async function findRegistration(
  { config, registrations }: PreflightWorld,
  app: 'bot' | 'reader',
): Promise<Registration | undefined> {
  const read = await registrations()
  return read.read ? read.value[config[app].clientId ?? ''] : undefined
}

/** The earlier one of a certificate's two ends; of the secrets that begin like ours, the latest. */
export function endOf(
  credential: Exclude<Credential, { assertion: string }>,
  registration: Pick<Registration, 'whole'> | undefined,
): Date | undefined {
  const known = registration?.whole?.credentials ?? []
  if ('certificate' in credential) {
    const { endsAt } = credential.certificate
    const registered = known.find((one) => isCertificate(one, credential.certificate))
    return registered && registered.endsAt < endsAt ? registered.endsAt : endsAt
  }
  const start = credential.secret.slice(0, 3)
  const ends = known
    .filter(({ kind, shown }) => kind === 'secret' && shown === start)
    .map(({ endsAt }) => endsAt)
  return ends.toSorted((a, b) => b.getTime() - a.getTime())[0]
}

/** Entra shows a thumbprint as base64 of its bytes or as its hexadecimal digits, of SHA-1 or of SHA-256. */
function isCertificate(
  { kind, shown }: WholeRegistration['credentials'][number],
  { thumbprintSha1, thumbprintSha256 }: { thumbprintSha1: string; thumbprintSha256: string },
): boolean {
  const forms = [shown.toUpperCase(), Buffer.from(shown, 'base64').toString('hex').toUpperCase()]
  return kind === 'certificate' && [thumbprintSha1, thumbprintSha256].some((own) => forms.includes(own))
}

function judge(endsAt: Date, now: Date): CheckResult {
  const leftMs = endsAt.getTime() - now.getTime()
  const facts = { day: endsAt.toISOString().slice(0, 10), days: Math.max(0, Math.floor(leftMs / dayMs)) }
  if (leftMs <= 0) return failed('credentialEnded', facts)
  return leftMs <= soonMs ? warning('credentialEnding', facts) : passed(facts)
}
