import { OutsideError } from '../base/errors.ts'
import type { Clock } from '../base/time.ts'
import { makeHttpClient, type RequestEvent } from './http-client.ts'
import { fetchIdentityToken } from './managed-identity.ts'
import { fetchToken, type Proof } from './msal-client.ts'
import { makeTokens } from './tokens.ts'

interface ChannelTokenOptions {
  loginBaseUrl: string
  /** Tenant of the bot's registration. */
  tenantId: string
  clientId: string
  /** Called for each token; absent: this process is a managed identity. */
  proof?: () => Proof
  /** The audience of the token: the channel of this cloud. */
  resource: string
  clock: Clock
  onRequest?: (event: RequestEvent) => void
}

/** The bot's own token for the channel: about one request an hour, shared by concurrent callers. */
export interface ChannelToken {
  /** @throws OutsideError without a status: the channel itself has not answered */
  get(): Promise<string>
  /** Makes the next `get` request a new token: the channel refused this one. */
  forget(): void
  close(): Promise<void>
}

const timeoutMs = 10_000

export function makeChannelToken(options: ChannelTokenOptions): ChannelToken {
  const { loginBaseUrl, tenantId, clientId, proof, resource, clock: now, onRequest } = options
  const origins = [new URL(loginBaseUrl).origin]
  const http = makeHttpClient({ timeoutMs, origins, ...(onRequest && { onRequest }) })
  const fetch = proof
    ? () => fetchToken({ http, loginBaseUrl, resource, reader: { clientId, current: proof }, now }, tenantId)
    : () => fetchIdentityToken({ clientId, resource, timeoutMs, now })
  const tokens = makeTokens(fetch, now)
  return {
    get: async () => {
      const result = await tokens.get(tenantId)
      if (result.read) return result.value
      const { code, name, retryAfterMs } = result.outcome
      const wait = retryAfterMs !== undefined && { retryAfterMs }
      throw new OutsideError({ service: 'login', code: code ?? name, ...wait })
    },
    forget: () => tokens.forget(tenantId),
    close: () => http.close(),
  }
}
