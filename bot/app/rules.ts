import { hkdfSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { OwnApp, Rules } from '#domain/deps.ts'
import { type Log, silentLog } from '#platform/base/log.ts'
import { type Clock, hours, minutes, systemClock } from '#platform/base/time.ts'
import type { Credential } from '#platform/config/credential.ts'
import type { Config } from '#platform/config/read-config.ts'
import { reloadCredential } from '#platform/config/reload-credential.ts'
import packageJson from '../../package.json' with { type: 'json' }

/** Rereads a credential file for each token; a problem with the file is logged once. */
export function currentCredential(
  app: 'bot' | 'reader',
  credential: Credential,
  { clock, log }: { clock: Clock; log: Log },
): () => Credential {
  return reloadCredential(credential, {
    clock,
    readFile: (file) => readFileSync(file, 'utf8'),
    onBroken: (problem) => log.warn({ app, ...problem }, 'a credential file is not used'),
  })
}

/** Limits and intervals: fixed ones, and those from the configuration. */
export function rulesOf(config: Config): Rules {
  return {
    linkMs: config.consentLinkMs,
    returnMs: hours(1),
    maxAgeMs: config.maxAgeMs,
    ...(config.accessMaxAgeMs !== undefined && { accessMaxAgeMs: config.accessMaxAgeMs }),
    syncEveryMs: config.sync.everyMs,
    requirementsEveryMs: Math.min(minutes(15), config.sync.everyMs),
    undoMs: minutes(10),
    spreadMs: minutes(30),
    bulkSyncLimit: config.sync.bulkLimit,
    bulkWindowMs: config.bulkWindowMs,
    deputyAfterMs: config.deputyAfterMs,
    chaseDays: config.chaseDays,
    exceptionMaxMs: config.exceptionMaxMs,
    openRequestsLimit: config.limits.openRequests,
    refusedAttemptsLimit: config.limits.refusedAttempts,
    ...(config.auditRetentionMs !== undefined && { auditRetentionMs: config.auditRetentionMs }),
    eventRetentionMs: config.eventRetentionMs,
    program: packageJson.version,
    requirementsFrom: config.requirements,
    publicUrl: config.publicUrl,
    loginBaseUrl: config.loginBaseUrl,
    cloud: config.cloud,
    readerClientId: config.reader.clientId,
    ownApps: ownAppsOf(config),
    linkKey: linkKeyOf(config),
  }
}

/** Derived from the configured secret, or else from the reader's credential, whose change then invalidates all open links. */
function linkKeyOf({ reader, homeTenantId, linkSecret }: Config): Uint8Array {
  const secret = linkSecret ?? secretOf(reader.credential)
  return new Uint8Array(hkdfSync('sha256', secret, homeTenantId, 'grantkeeper consent links', 32))
}

/** Rereads certificate files, which can be replaced while the process runs. Problems with a file are logged elsewhere. */
function ownAppsOf({ bot, reader }: Config): OwnApp[] {
  const endOf = (id: OwnApp['id'], credential: Credential) => {
    const current = currentCredential(id, credential, { clock: systemClock, log: silentLog })
    return () => {
      const now = current()
      return 'certificate' in now ? now.certificate.endsAt : undefined
    }
  }
  const unknown = () => undefined
  const ofBot = bot.auth === 'on' && !('managedIdentity' in bot.credential) && bot.credential
  const { clientId } = bot
  return [
    ...(clientId
      ? [{ id: 'bot' as const, clientId, certificateEndsAt: ofBot ? endOf('bot', ofBot) : unknown }]
      : []),
    { id: 'reader', clientId: reader.clientId, certificateEndsAt: endOf('reader', reader.credential) },
  ]
}

function secretOf(credential: Credential): string {
  if ('secret' in credential) return credential.secret
  return 'assertion' in credential ? credential.assertion : credential.certificate.privateKey
}
