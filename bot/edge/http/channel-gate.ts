import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose'
import { z } from 'zod'
import { type Clock, hours } from '#platform/base/time.ts'
import { KeysUnreachable, readSigningKeys } from './signing-keys.ts'

/** Why somebody was not let in: a label of the metrics, never told to the caller. */
export type GateReason =
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

/** Whoever showed a good token. What it is good for is only known once the activity has been read. */
export interface Caller {
  serviceUrl: string
  /** Does the key that signed the token vouch for this channel? */
  isFrom(channelId: string): boolean
}

export type GateAnswer<T> = T | { refused: 401 | 403 | 503; reason: GateReason }

export interface ChannelGate {
  /** Did the channel itself make this token for this bot? */
  open(authorization: string): Promise<GateAnswer<{ caller: Caller }>>
  /** Was the token made for this activity? Undefined if it was. */
  refuse(
    caller: Caller,
    activity: { serviceUrl: string; channelId: string; recipient: { id: string } },
  ): { refused: 401 | 403; reason: GateReason } | undefined
}

export interface ChannelGateOptions {
  /** The bot's client id: what must stand in `aud`. */
  clientId: string
  clock: Clock
  /** Where the channel's keys are announced; another cloud has another place and issuer. */
  metadataUrl: string
  issuer: string
  fetch?: typeof fetch
}

/** The channel's tokens live an hour; one that never ends was not made by it. */
const longestLifeMs = hours(24)

/**
 * The only check of who speaks: the SDK's own also lets in tokens of emulators and skills, tokens without an end and
 * activities without an address, remembers every tenant that a forged token names, and waits for keys without a limit.
 */
export function makeChannelGate(options: ChannelGateOptions): ChannelGate {
  const { clientId, clock, issuer, metadataUrl, fetch } = options
  const place = { url: new URL(metadataUrl), announced: true, clock, ...(fetch && { fetch }) }
  const keys = readSigningKeys(place)
  const checks = { issuer, audience: clientId, algorithms: ['RS256'], clockTolerance: 300 }
  const isForeign = ({ iss, aud }: JWTPayload): boolean =>
    (typeof iss === 'string' && iss !== issuer) || (typeof aud === 'string' && aud !== clientId)
  return {
    open: async (authorization) => {
      const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization)?.[1]
      if (token === undefined) return { refused: 401, reason: 'token' }
      try {
        const now = clock()
        // What says itself that it is not for us costs no arithmetic of signatures; what says that it is proves nothing yet.
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
  { exp, serviceurl }: JWTPayload,
  key: Readonly<Record<string, unknown>> | undefined,
  now: Date,
): GateAnswer<{ caller: Caller }> {
  // A token without an end never ends in time.
  const endsInTime = (exp ?? Number.POSITIVE_INFINITY) * 1_000 - now.getTime() <= longestLifeMs
  if (!endsInTime) return { refused: 401, reason: 'time' }
  // One key without a name would be found for every token without one.
  if (!key) return { refused: 401, reason: 'unknownKey' }
  if (typeof serviceurl !== 'string' || serviceurl === '') return { refused: 401, reason: 'claims' }
  return { caller: { serviceUrl: serviceurl, isFrom: (channelId) => isEndorsed(key, channelId) } }
}

/** Whatever else goes wrong with a token is the token's fault: nobody is let in by an error. */
function reasonOf(error: unknown): GateReason {
  if (error instanceof errors.JWTExpired) return 'time'
  if (error instanceof errors.JWTClaimValidationFailed)
    return ['nbf', 'exp', 'iat'].includes(error.claim) ? 'time' : 'claims'
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature'
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
    return 'unknownKey'
  return 'token'
}

const endorsements = z.array(z.string())

/** A key vouches for the channels that it names; one that names none vouches for all. */
function isEndorsed(key: Readonly<Record<string, unknown>>, channelId: string): boolean {
  const { data = [] } = endorsements.safeParse(key.endorsements)
  return data.length === 0 || data.includes(channelId)
}
