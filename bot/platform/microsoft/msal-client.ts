import type { INetworkModule } from '@azure/msal-node'
import { z } from 'zod'
import { once } from '../base/once.ts'
import { classifyToken } from './classify.ts'
import type { ReadResult } from './facts.ts'
import { type HttpAnswer, type HttpClient, readJson } from './http-client.ts'
import { readLoginFailure } from './login-failure.ts'
import { msalAuthority, networkOf } from './msal-authority.ts'
import type { Outcome } from './outcome.ts'
import { makeOutcome } from './outcomes.ts'

/** The proof of an app's identity. */
export type Proof =
  | { secret: string }
  | { certificate: { thumbprintSha256: string; privateKey: string; x5c?: string } }
  | { assertion: string }

/** One of our own apps; `current` is called for each token. */
export type Reader = { clientId: string } & (Proof | { current(): Proof })

export interface FetchedToken {
  token: string
  /** From the response; 0 if missing. */
  expiresInSeconds: number
}

interface MsalOptions {
  http: HttpClient
  loginBaseUrl: string
  /** The audience of the token: the origin of Graph in this cloud, or the channel. */
  resource: string
  reader: Reader
  now: () => Date
}

/** Its 120 files are loaded for the first token, not before the first click is answered. */
const loadMsal = once(() => import('@azure/msal-node'))

const successBody = z.object({ expires_in: z.coerce.number().min(0).catch(0) })

/**
 * Gets one app-only token for one tenant with exactly one POST. A new msal-node client each time costs 0.2 ms, and avoids
 * its cache, whose lookups slow down with many tenants, and its own throttling, which refuses later calls without sending.
 */
export async function fetchToken(options: MsalOptions, tenantId: string): Promise<ReadResult<FetchedToken>> {
  const wire: { answer?: ReadResult<HttpAnswer>; thrown?: unknown } = {}
  const { ConfidentialClientApplication } = await loadMsal()
  let token: unknown = ''
  try {
    const settings = settingsOf(options, tenantId, recordingNetwork(options.http, wire))
    const client = new ConfidentialClientApplication(settings)
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
  // msal-node threw before it sent a request: an invalid key or thumbprint, for the publisher to fix.
  if (!answer) return failed(makeOutcome('login', 'credentialRefused', { code: codeOfMsal(wire.thrown) }))
  if (!answer.read) return failed(answer.outcome)
  const { status, text } = answer.value
  if (status < 200 || status > 299) return failed(classifyToken(readLoginFailure(answer.value, now)))
  const body = readJson(text)
  if (token === '') return failed(makeOutcome('login', isObject(body) ? 'tokenEmpty' : 'loginUnreadable'))
  if (!isToken(token)) return failed(makeOutcome('login', 'loginUnreadable'))
  return { read: true, value: { token, expiresInSeconds: successBody.parse(body).expires_in } }
}

/** msal-node returns the field unchecked; a token must fit into a header line. */
export const isToken = (value: unknown): value is string =>
  typeof value === 'string' && /^[\x20-\x7e]+$/.test(value)

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null

/** Runs msal-node on our HTTP client and keeps the response: its errors omit status, headers and HTML. */
const recordingNetwork = (http: HttpClient, wire: { answer?: ReadResult<HttpAnswer> }): INetworkModule =>
  networkOf(async (request) => {
    const answer = await http.send({ service: 'login', method: 'POST', ...request })
    wire.answer = answer
    if (!answer.read) throw new Error(answer.outcome.name)
    const { status, headers, text } = answer.value
    const body = readJson(text)
    return { status, headers: headers as Record<string, string>, body: isObject(body) ? body : {} }
  })

function settingsOf(options: MsalOptions, tenantId: string, networkClient: INetworkModule) {
  const { reader, loginBaseUrl } = options
  return {
    auth: {
      clientId: reader.clientId,
      ...msalAuthority(loginBaseUrl, tenantId),
      ...asMsalWants('current' in reader ? reader.current() : reader),
    },
    system: { networkClient },
  }
}

function asMsalWants(proof: Proof) {
  if ('secret' in proof) return { clientSecret: proof.secret }
  if ('assertion' in proof) return { clientAssertion: proof.assertion }
  const { thumbprintSha256, privateKey, x5c } = proof.certificate
  return { clientCertificate: { thumbprintSha256, privateKey, ...(x5c !== undefined && { x5c }) } }
}

/** The code of an msal-node error, never its text. */
export function codeOfMsal(error: unknown): string | undefined {
  const code: unknown = error instanceof Error ? (error as { errorCode?: unknown }).errorCode : undefined
  return typeof code === 'string' && /^[a-z_]{1,60}$/.test(code) ? code : undefined
}

const failed = (outcome: Outcome): { read: false; outcome: Outcome } => ({ read: false, outcome })
