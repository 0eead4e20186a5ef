import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose'
import { z } from 'zod'
import type { Clock } from '#platform/base/time.ts'
import { KeysUnreachable, readSigningKeys } from './signing-keys.ts'
import { endsInTime } from './token-life.ts'

/** Why a request was refused: a label of the metrics, never sent to the caller. */
export type RefusalReason =
  | 'authorization'
  | 'token'
  | 'signature'
  | 'unknownKey'
  | 'claims'
  | 'time'
  | 'keys'
  | 'channel'
  | 'address'
  | 'recipient'

/** The sender of a valid token. Which activity the token is valid for is known only when the body has been read. */
export interface Caller {
  serviceUrl: string
  /** True if the key that signed the token is endorsed for this channel. */
  isFrom(channelId: string): boolean
}

interface AuthenticationRefusal {
  refused: 401 | 403 | 503
  reason: RefusalReason
}

export interface BotFrameworkAuthenticator {
  /** Checks that the channel issued this token for this bot. */
  authenticate(authorization: string): Promise<{ caller: Caller } | AuthenticationRefusal>
  /** Checks that the token was issued for this activity; undefined if it was. */
  refuse(
    caller: Caller,
    activity: { serviceUrl: string; channelId: string; recipient: { id: string } },
  ): AuthenticationRefusal | undefined
}

interface BotFrameworkAuthenticatorOptions {
  /** The bot's client ID, which `aud` must equal. */
  clientId: string
  clock: Clock
  /** The OpenID metadata of the channel; another cloud has another address and issuer. */
  metadataUrl: string
  issuer: string
  fetch?: typeof fetch
}

/**
 * The only authentication of the channel. The SDK's own also accepts tokens of emulators and skills, tokens that never expire
 * and activities without a service URL, stores every tenant that a forged token names, and waits for keys without a timeout.
 */
export function makeBotFrameworkAuthenticator(
  options: BotFrameworkAuthenticatorOptions,
): BotFrameworkAuthenticator {
  const { clientId, clock, issuer, metadataUrl, fetch } = options
  const place = { url: new URL(metadataUrl), announced: true, clock, ...(fetch && { fetch }) }
  const keys = readSigningKeys(place)
  const checks = { issuer, audience: clientId, algorithms: ['RS256'], clockTolerance: 300 }
  const isForeign = ({ iss, aud }: JWTPayload): boolean =>
    (typeof iss === 'string' && iss !== issuer) || (typeof aud === 'string' && aud !== clientId)
  return {
    authenticate: async (authorization) => {
      const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization)?.[1]
      if (token === undefined) return { refused: 401, reason: 'token' }
      try {
        const now = clock()
        // A token that names another issuer or audience is refused before the costly check of its signature.
        if (isForeign(decodeJwt(token))) return { refused: 401, reason: 'claims' }
        const { kid } = decodeProtectedHeader(token)
        if (kid !== undefined && !(await keys.knows(kid))) return { refused: 401, reason: 'unknownKey' }
        const { payload, protectedHeader } = await jwtVerify(token, keys.get, { ...checks, currentDate: now })
        const key = keys.find(protectedHeader.kid ?? '')
        return admit(payload, key, now)
      } catch (error) {
        return error instanceof KeysUnreachable
          ? { refused: 503, reason: 'keys' }
          : { refused: 401, reason: reasonOf(error) }
      }
    },
    refuse: (caller, activity) => {
      if (!caller.isFrom(activity.channelId)) return { refused: 401, reason: 'channel' }
      if (caller.serviceUrl !== activity.serviceUrl) return { refused: 401, reason: 'address' }
      const isForUs = activity.recipient.id.toLowerCase() === `28:${clientId}`
      return isForUs ? undefined : { refused: 403, reason: 'recipient' }
    },
  }
}

function admit(
  payload: JWTPayload,
  key: Readonly<Record<string, unknown>> | undefined,
  now: Date,
): { caller: Caller } | AuthenticationRefusal {
  const { serviceurl } = payload
  if (!endsInTime(payload, now)) return { refused: 401, reason: 'time' }
  // A single key without an ID would match every token without one.
  if (!key) return { refused: 401, reason: 'unknownKey' }
  if (typeof serviceurl !== 'string' || serviceurl === '') return { refused: 401, reason: 'claims' }
  return { caller: { serviceUrl: serviceurl, isFrom: (channelId) => isEndorsed(key, channelId) } }
}

/** Any other error counts against the token: an error never authenticates. */
function reasonOf(error: unknown): RefusalReason {
  if (error instanceof errors.JWTExpired) return 'time'
  if (error instanceof errors.JWTClaimValidationFailed)
    return ['nbf', 'exp', 'iat'].includes(error.claim) ? 'time' : 'claims'
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature'
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
    return 'unknownKey'
  return 'token'
}

const endorsements = z.array(z.string())

/** A key vouches for the channels that it names, and for no other. */
function isEndorsed(key: Readonly<Record<string, unknown>>, channelId: string): boolean {
  return endorsements.safeParse(key.endorsements).data?.includes(channelId) === true
}
