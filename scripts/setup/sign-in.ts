import { type DeviceCodeRequest, type INetworkModule, PublicClientApplication } from '@azure/msal-node'
import type { TokenFailure } from '#platform/microsoft/classify.ts'
import { readLoginFailure } from '#platform/microsoft/login-failure.ts'
import { msalAuthority, networkOf } from '#platform/microsoft/msal-authority.ts'

/** Microsoft Graph Command Line Tools: Microsoft's own public client, which most tenants know. */
export const defaultClientId = '14d82eec-204b-4c2f-b7e8-296a70dab67e'

/** The least that setup needs, delegated: it can do only what the person who signs in may do. */
const rights = [
  'Application.ReadWrite.All',
  'AppRoleAssignment.ReadWrite.All',
  'User.ReadBasic.All',
  'User.Read',
]

export interface SignedIn {
  token: string
  tenantId: string
}

/** Nobody signed in. `failure` is absent if the sign-in service could not be reached. */
export class SignInRefusal extends Error {
  override name = 'SignInRefusal'
  readonly failure: TokenFailure | undefined

  constructor(failure: TokenFailure | undefined, options?: ErrorOptions) {
    super(`sign-in: ${failure?.code ?? failure?.error ?? 'no answer'}`, options)
    this.failure = failure
  }
}

interface SignInOptions {
  loginBaseUrl: string
  graphBaseUrl: string
  /** ID or domain; undefined: that of the account. */
  tenant: string | undefined
  clientId: string
  fetch: typeof fetch
  now: () => Date
  showCode: (place: string, code: string) => void
}

/** What the last request came to. */
interface Wire {
  failure?: TokenFailure
  /** There was no answer: why. */
  unreached?: unknown
}

/** Signs a person in with a code that they type on another device. @throws SignInRefusal */
export async function signIn(options: SignInOptions): Promise<SignedIn> {
  const wire: Wire = {}
  const request: DeviceCodeRequest = {
    scopes: rights.map((right) => `${options.graphBaseUrl}/${right}`),
    deviceCodeCallback({ verificationUri, userCode }) {
      // msal-node goes on with a refusal as if it were a code.
      if (!userCode || !verificationUri) throw new Error('the answer has no code')
      options.showCode(verificationUri, userCode)
    },
  }
  try {
    const result = await makeClient(options, wire).acquireTokenByDeviceCode(request)
    if (result?.accessToken) return { token: result.accessToken, tenantId: result.tenantId.toLowerCase() }
    throw new Error('the answer has no token')
  } catch (cause) {
    const { errorCode } = cause as { errorCode?: unknown }
    if (errorCode === 'device_code_expired') throw new SignInRefusal({ error: 'expired_token' }, { cause })
    if (wire.failure || wire.unreached || errorCode !== undefined)
      throw new SignInRefusal(wire.failure, { cause: wire.unreached ?? cause })
    throw cause
  }
}

const makeClient = (options: SignInOptions, wire: Wire): PublicClientApplication =>
  new PublicClientApplication({
    auth: {
      clientId: options.clientId,
      ...msalAuthority(options.loginBaseUrl, options.tenant ?? 'organizations'),
    },
    system: { networkClient: recordingNetwork(options, wire) },
  })

/** Keeps what the service said: the errors of msal-node omit it. */
const recordingNetwork = ({ fetch, now }: SignInOptions, wire: Wire): INetworkModule =>
  networkOf(async ({ url, headers: sent, body }) => {
    delete wire.failure
    const answer = await fetch(url, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(60_000),
      headers: sent,
      body,
    }).catch((error: unknown) => {
      wire.unreached = error
      throw error
    })
    const text = await answer.text()
    const headers = Object.fromEntries(answer.headers)
    if (!answer.ok) wire.failure = readLoginFailure({ status: answer.status, headers, text }, now())
    return { status: answer.status, headers, body: bodyOf(text) }
  })

function bodyOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A page of a proxy; msal-node expects an object.
    return { error: 'unreadable' }
  }
}
