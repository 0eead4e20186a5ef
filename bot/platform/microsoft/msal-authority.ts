import type { INetworkModule } from '@azure/msal-node'

/** Stands in for an http authority of an emulator: msal-node refuses those, but uses the metadata's addresses as they are. */
const authorityForHttp = 'https://login.grantkeeper.invalid'

/** Where msal-node signs in, with the metadata that it would otherwise request. `tenant`: an ID, a domain, or `organizations`. */
export function msalAuthority(loginBaseUrl: string, tenant: string) {
  const authority = loginBaseUrl.startsWith('https:') ? loginBaseUrl : authorityForHttp
  return {
    authority: `${authority}/${tenant}`,
    knownAuthorities: [new URL(authority).host],
    authorityMetadata: JSON.stringify({
      authorization_endpoint: `${loginBaseUrl}/{tenant}/oauth2/v2.0/authorize`,
      token_endpoint: `${loginBaseUrl}/{tenant}/oauth2/v2.0/token`,
      issuer: `${authority}/{tenantid}/v2.0`,
      jwks_uri: `${loginBaseUrl}/{tenant}/discovery/v2.0/keys`,
    }),
  }
}

interface MsalPost {
  url: string
  headers: Record<string, string>
  body: string
}

interface MsalAnswer {
  status: number
  headers: Record<string, string>
  body: unknown
}

/** Sends what msal-node posts by `post`; with its metadata given, it requests nothing else. */
export const networkOf = (post: (request: MsalPost) => Promise<MsalAnswer>): INetworkModule => ({
  sendGetRequestAsync: async () => {
    throw new Error('msal-node requested metadata that it already has')
  },
  async sendPostRequestAsync<T>(url: string, options?: { headers?: Record<string, string>; body?: string }) {
    const headers = { accept: 'application/json', ...options?.headers }
    const answer = await post({ url, headers, body: options?.body ?? '' })
    return { ...answer, body: answer.body as T }
  },
})
