import type { INetworkModule } from '@azure/msal-node'
import type { ReadResult } from './facts.ts'
import { makeHttpClient, readJson } from './http-client.ts'
import { codeOfMsal, type FetchedToken, isToken } from './msal-client.ts'
import { makeOutcome } from './outcomes.ts'

interface IdentityOptions {
  /** Client ID of the bot's user-assigned identity. */
  clientId: string
  resource: string
  timeoutMs: number
  now: () => Date
}

/**
 * Gets a token from the hosting platform's endpoint, which msal-node finds in environment variables. Whatever these contain,
 * only loopback and link-local addresses are called.
 */
export async function fetchIdentityToken(options: IdentityOptions): Promise<ReadResult<FetchedToken>> {
  const { clientId, resource, now } = options
  const { ManagedIdentityApplication } = await import('@azure/msal-node')
  try {
    const identity = new ManagedIdentityApplication({
      managedIdentityIdParams: { userAssignedClientId: clientId },
      system: { networkClient: makeNetwork(options), disableInternalRetries: true },
    })
    const result = await identity.acquireToken({ resource, forceRefresh: true })
    if (!isToken(result.accessToken)) return refused()
    const endsAt = result.expiresOn?.getTime() ?? 0
    const expiresInSeconds = Math.max(0, Math.floor((endsAt - now().getTime()) / 1_000))
    return { read: true, value: { token: result.accessToken, expiresInSeconds } }
  } catch (error) {
    return refused(codeOfMsal(error))
  }
}

const refused = (code?: string): ReadResult<FetchedToken> => ({
  read: false,
  outcome: makeOutcome('login', 'credentialRefused', { code }),
})

const localHosts = /^(localhost|127(\.\d{1,3}){3}|169\.254(\.\d{1,3}){2})$/

function makeNetwork({ timeoutMs }: IdentityOptions): INetworkModule {
  const send = async <T>(method: 'GET' | 'POST', url: string, options: RequestOptions = {}) => {
    const { hostname, origin } = new URL(url)
    if (!localHosts.test(hostname)) throw new Error('the identity endpoint is not on this machine')
    const http = makeHttpClient({ timeoutMs, origins: [origin] })
    try {
      const { headers = {}, body } = options
      const request = { service: 'login', method, url, headers, ...(body && { body }) } as const
      const answer = await http.send(request)
      if (!answer.read) throw new Error(answer.outcome.name)
      const { status, headers: said, text } = answer.value
      return { status, headers: said as Record<string, string>, body: (readJson(text) ?? {}) as T }
    } finally {
      await http.close()
    }
  }
  return {
    sendGetRequestAsync: <T>(url: string, options?: RequestOptions) => send<T>('GET', url, options),
    sendPostRequestAsync: <T>(url: string, options?: RequestOptions) => send<T>('POST', url, options),
  }
}

type RequestOptions = { headers?: Record<string, string>; body?: string }
