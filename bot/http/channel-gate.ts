import { errors, jwtVerify } from 'jose'
import { z } from 'zod'
import { type Clock, hours } from '../time.ts'
import { KeysUnreachable, readSigningKeys } from './signing-keys.ts'
import type { Verdict } from './token-gate.ts'

/** Did the channel itself send this activity to this bot? */
export type ChannelGate = (
  authorization: string,
  activity: { serviceUrl: string; channelId: string },
) => Promise<Verdict>

export interface ChannelGateOptions {
  /** The bot's client id: what must stand in `aud`. */
  clientId: string
  clock: Clock
  /** Where the channel's keys are announced; another cloud has another place and issuer. */
  metadataUrl?: string
  issuer?: string
  fetch?: typeof fetch
}

/** The channel's tokens live an hour; one that never ends was not made by it. */
const longestLifeMs = hours(24)

/**
 * Stands before the SDK's own check, which also lets in tokens of emulators and skills, tokens without an end and
 * activities without an address, prints what it refuses to the console, and waits for the keys without a limit.
 */
export function makeChannelGate(options: ChannelGateOptions): ChannelGate {
  const { clientId, clock, issuer = 'https://api.botframework.com', ...place } = options
  const {
    metadataUrl = 'https://login.botframework.com/v1/.well-known/openidconfiguration',
    fetch = globalThis.fetch,
  } = place
  const keys = readSigningKeys({ url: new URL(metadataUrl), clock, fetch: followMetadata(fetch) })
  const checks = {
    issuer,
    audience: clientId,
    algorithms: ['RS256'],
    clockTolerance: 300,
  }
  return async (authorization, { serviceUrl, channelId }) => {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization)?.[1]
    if (token === undefined) return 'unauthenticated'
    try {
      const now = clock()
      const { payload, protectedHeader } = await jwtVerify(token, keys.get, { ...checks, currentDate: now })
      // A token without an end never ends in time.
      const endsInTime = (payload.exp ?? Number.POSITIVE_INFINITY) * 1_000 - now.getTime() <= longestLifeMs
      const endorsed = isEndorsed(keys.find(protectedHeader.kid ?? ''), channelId)
      return endsInTime && endorsed && payload.serviceurl === serviceUrl ? 'welcome' : 'unauthenticated'
    } catch (error) {
      if (error instanceof KeysUnreachable) return 'unavailable'
      if (error instanceof errors.JOSEError) return 'unauthenticated'
      throw error
    }
  }
}

const metadata = z.object({ jwks_uri: z.url({ protocol: /^https?$/ }) })

/** The announcement first, then the keys where it says. */
function followMetadata(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (url, init) => {
    const response = await fetch(url, init)
    if (!response.ok) return response
    return fetch(metadata.parse(await response.json()).jwks_uri, init)
  }
}

const endorsements = z.array(z.string())

/** A key vouches for the channels that it names; one that names none vouches for all. */
function isEndorsed(key: Readonly<Record<string, unknown>> | undefined, channelId: string): boolean {
  const { data = [] } = endorsements.safeParse(key?.endorsements)
  return data.length === 0 || data.includes(channelId)
}
