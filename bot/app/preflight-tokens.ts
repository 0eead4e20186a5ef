import type { PreflightWorld } from '#domain/preflight/preflight-world.ts'
import type { Log } from '#platform/base/log.ts'
import { once } from '#platform/base/once.ts'
import { type Clock, seconds } from '#platform/base/time.ts'
import type { Credential, ManagedIdentity } from '#platform/config/credential.ts'
import type { Config } from '#platform/config/read-config.ts'
import type { ReadResult } from '#platform/microsoft/facts.ts'
import { makeHttpClient } from '#platform/microsoft/http-client.ts'
import { fetchIdentityToken } from '#platform/microsoft/managed-identity.ts'
import { fetchToken } from '#platform/microsoft/msal-client.ts'
import { currentCredential } from './rules.ts'

type Tokens = Pick<PreflightWorld, 'botToken' | 'readerToken' | 'credentialOf'> & { close(): Promise<void> }

/** Longer than any answer that is any good; shorter than the limit of a check, which then says what didn't answer. */
export const patienceMs = seconds(6)

/** New tokens of bot and reader, each asked for once, with the credential as it is now. */
export function openTokens(config: Config, deps: { clock: Clock; log: Log }): Tokens {
  const { loginBaseUrl, homeTenantId, reader, bot, channel, cloud } = config
  const http = makeHttpClient({ timeoutMs: patienceMs, origins: [new URL(loginBaseUrl).origin] })
  const credentialOf = makeCredentials(config, deps)
  const fetchFor = async (
    app: { clientId: string; resource: string },
    credential: Credential | ManagedIdentity,
  ): Promise<ReadResult<string>> => {
    const { clientId, resource } = app
    const now = deps.clock
    const token =
      'managedIdentity' in credential
        ? await fetchIdentityToken({ clientId, resource, timeoutMs: patienceMs, now })
        : await fetchToken(
            { http, loginBaseUrl, resource, reader: { clientId, current: () => credential }, now },
            homeTenantId,
          )
    return token.read ? { read: true, value: token.value.token } : token
  }
  return {
    credentialOf,
    readerToken: once(() => {
      const credential = credentialOf('reader') ?? reader.credential
      return fetchFor({ clientId: reader.clientId, resource: cloud.graphUrl }, credential)
    }),
    botToken: once(async () => {
      const credential = credentialOf('bot')
      const { clientId } = bot
      return credential && clientId ? fetchFor({ clientId, resource: channel.issuer }, credential) : undefined
    }),
    close: () => http.close(),
  }
}

/** As the bot uses them: files are read again. */
function makeCredentials(
  { bot, reader }: Config,
  deps: { clock: Clock; log: Log },
): PreflightWorld['credentialOf'] {
  const configured = { bot: bot.auth === 'on' ? bot.credential : undefined, reader: reader.credential }
  return (app) => {
    const credential = configured[app]
    if (!credential || 'managedIdentity' in credential) return credential
    return currentCredential(app, credential, deps)()
  }
}
