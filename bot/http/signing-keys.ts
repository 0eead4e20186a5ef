import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose'
import { type Clock, hours, minutes } from '../time.ts'

export interface SigningKeys {
  /** For jose. @throws KeysUnreachable when no key has ever been read; what jose throws for a key that there is not */
  get: JWTVerifyGetKey
  /** Properties that the publisher gave the key. */
  find(keyId: string): Readonly<Record<string, unknown>> | undefined
}

/** Nothing is known of the token: the keys could not be read. */
export class KeysUnreachable extends Error {
  override name = 'KeysUnreachable'
}

/**
 * Somebody's published signing keys. Once read they are kept through any outage; they are read anew for an unknown key
 * id, and twice a day so that a withdrawn key goes. A failed renewal is tried again after five minutes.
 */
export function readSigningKeys(options: { url: URL; clock: Clock; fetch?: typeof fetch }): SigningKeys {
  const { url, clock, fetch } = options
  const set = createRemoteJWKSet(url, {
    cacheMaxAge: Number.POSITIVE_INFINITY,
    timeoutDuration: 5_000,
    ...(fetch && { [customFetch]: fetch }),
  })
  let renewAt = clock().getTime() + hours(12)
  const renew = async (now: number): Promise<void> => {
    renewAt = now + minutes(5)
    try {
      await set.reload()
      renewAt = clock().getTime() + hours(12)
    } catch {
      // The keys there are stay; `renewAt` says when to try again.
    }
  }
  return {
    find: (keyId) => set.jwks()?.keys.find((key) => key.kid === keyId),
    get: async (header, token) => {
      const now = clock().getTime()
      // Waits for nobody: this token is checked with the keys there are.
      if (set.jwks() !== undefined && now >= renewAt) void renew(now)
      return set(header, token).catch((error: unknown) => {
        if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
          throw error
        throw new KeysUnreachable('the signing keys could not be read', { cause: error })
      })
    },
  }
}
