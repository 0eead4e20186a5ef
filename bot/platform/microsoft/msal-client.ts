import { ConfidentialClientApplication, type INetworkModule } from '@azure/msal-node'
import { z } from 'zod'
import { classifyToken } from './classify.ts'
import type { ReadResult } from './facts.ts'
import { type HttpAnswer, type HttpClient, readJson } from './http-client.ts'
import { readLoginFailure } from './login-failure.ts'
import type { Outcome } from './outcome.ts'
import { makeOutcome } from './outcomes.ts'

/** What an app shows to prove that it is itself. */
export type Proof =
  | { secret: string }
  | { certificate: { thumbprintSha256: string; privateKey: string; x5c?: string } }
  | { assertion: string }

/** One of our own apps; with `current`, its proof is asked for anew for each token. */
export type Reader = { clientId: string } & (Proof | { current(): Proof })

export interface FetchedToken {
  token: string
  /** Life in seconds as the answer says; 0 when it does not. */
  expiresInSeconds: number
}

interface MsalOptions {
  http: HttpClient
  loginBaseUrl: string
  /** The one resource the token is for: the origin of Graph in this cloud, or the channel. */
  resource: string
  reader: Reader
  now: () => Date
}

/** Any https name serves: msal-node refuses http authorities, but takes the token address from the metadata as it is. */
const authorityForHttp = 'https://login.grantkeeper.invalid'

const successBody = z.object({ expires_in: z.coerce.number().min(0).catch(0) })

/**
 * Gets one app-only token for one tenant: exactly one POST, never from a cache. A new msal-node client each time costs
 * 0.2 ms and spares its two traps: a cache whose look-up grows with the number of tenants, and a throttle memory that
 * refuses later calls without asking.
 */
export async function fetchToken(options: MsalOptions, tenantId: string): Promise<ReadResult<FetchedToken>> {
  const wire: { answer?: ReadResult<HttpAnswer>; thrown?: unknown } = {}
  let token: unknown = ''
  try {
    const client = makeClient(options, tenantId, recordingNetwork(options.http, wire))
    const result = await client.acquireTokenByClientCredential({
      scopes: [`${options.resource}/.default`],
      skipCache: true,
    })
    token = result?.accessToken ?? ''
  } catch (error) {
    wire.thrown = error
  }
  return judge(wire, token, options.now())
}

function judge(
  wire: { answer?: ReadResult<HttpAnswer>; thrown?: unknown },
  token: unknown,
  now: Date,
): ReadResult<FetchedToken> {
  const { answer } = wire
  // msal-node threw before it asked: a key that is none, a thumbprint that does not parse. Ours to mend.
  if (!answer) return failed(makeOutcome('login', 'credentialRefused', { code: codeOfMsal(wire.thrown) }))
  if (!answer.read) return failed(answer.outcome)
  const { status, text } = answer.value
  if (status < 200 || status > 299) return failed(classifyToken(readLoginFailure(answer.value, now)))
  const body = readJson(text)
  if (token === '') return failed(makeOutcome('login', isObject(body) ? 'tokenEmpty' : 'loginUnreadable'))
  if (!isToken(token)) return failed(makeOutcome('login', 'loginUnreadable'))
  return { read: true, value: { token, expiresInSeconds: successBody.parse(body).expires_in } }
}

/** msal-node passes on whatever stands in the answer; only what fits into a header line may go further. */
export const isToken = (value: unknown): value is string =>
  typeof value === 'string' && /^[\x20-\x7e]+$/.test(value)

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null

/** Hands msal-node our HTTP client and keeps what came over the wire: its own errors lose status, header and HTML. */
function recordingNetwork(http: HttpClient, wire: { answer?: ReadResult<HttpAnswer> }): INetworkModule {
  return {
    sendGetRequestAsync: async () => {
      throw new Error('msal-node asked for metadata that it was given')
    },
    async sendPostRequestAsync<T>(
      url: string,
      options?: { headers?: Record<string, string>; body?: string },
    ) {
      const answer = await http.send({
        service: 'login',
        method: 'POST',
        url,
        headers: { accept: 'application/json', ...options?.headers },
        body: options?.body ?? '',
      })
      wire.answer = answer
      if (!answer.read) throw new Error(answer.outcome.name)
      const { status, headers, text } = answer.value
      const body = readJson(text)
      const safe = (isObject(body) ? body : {}) as T
      return { status, headers: headers as Record<string, string>, body: safe }
    },
  }
}

function makeClient(options: MsalOptions, tenantId: string, networkClient: INetworkModule) {
  const base = options.loginBaseUrl
  const authority = base.startsWith('https:') ? base : authorityForHttp
  const { reader } = options
  return new ConfidentialClientApplication({
    auth: {
      clientId: reader.clientId,
      authority: `${authority}/${tenantId}`,
      knownAuthorities: [new URL(authority).host],
      authorityMetadata: JSON.stringify({
        authorization_endpoint: `${base}/{tenant}/oauth2/v2.0/authorize`,
        token_endpoint: `${base}/{tenant}/oauth2/v2.0/token`,
        issuer: `${authority}/{tenantid}/v2.0`,
        jwks_uri: `${base}/{tenant}/discovery/v2.0/keys`,
      }),
      ...asMsalWants('current' in reader ? reader.current() : reader),
    },
    system: { networkClient },
  })
}

function asMsalWants(proof: Proof) {
  if ('secret' in proof) return { clientSecret: proof.secret }
  if ('assertion' in proof) return { clientAssertion: proof.assertion }
  const { thumbprintSha256, privateKey, x5c } = proof.certificate
  return { clientCertificate: { thumbprintSha256, privateKey, ...(x5c !== undefined && { x5c }) } }
}

/** The word that msal-node gives an error of its own; no other text of it. */
export function codeOfMsal(error: unknown): string | undefined {
  const code: unknown = error instanceof Error ? (error as { errorCode?: unknown }).errorCode : undefined
  return typeof code === 'string' && /^[a-z_]{1,60}$/.test(code) ? code : undefined
}

const failed = (outcome: Outcome): { read: false; outcome: Outcome } => ({ read: false, outcome })
