import { createLocalJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose'
import { z } from 'zod'
import { backoffMs, unspread } from '#platform/base/backoff.ts'
import { type Clock, hours, minutes, seconds } from '#platform/base/time.ts'

export interface SigningKeys {
  /** For jose. @throws KeysUnreachable when no key has ever been read; what jose throws for a key that there is not */
  get: JWTVerifyGetKey
  /**
   * Is there such a key, perhaps since a moment ago? Costs a token that names a made-up key next to nothing.
   * @throws KeysUnreachable
   */
  knows(keyId: string): Promise<boolean>
  /** Properties that the publisher gave the key. */
  find(keyId: string): Readonly<Record<string, unknown>> | undefined
}

export interface KeysOptions {
  /** Where the keys stand or, with `announced`, where it is said where they stand. */
  url: URL
  announced?: boolean
  clock: Clock
  fetch?: typeof fetch
}

/** Nothing is known of the token: the keys could not be read. */
export class KeysUnreachable extends Error {
  override name = 'KeysUnreachable'
}

interface KeySet {
  keys: readonly Readonly<Record<string, unknown>>[]
  find: JWTVerifyGetKey
}

interface Store {
  set?: KeySet
  /** Forged key ids make nobody ask more often than this allows. */
  mayAskAt: number
  renewAt: number
  failures: number
  flight?: Promise<void>
}

/**
 * Somebody's published signing keys. Once read they are kept through any outage; they are read anew twice a day, so that
 * a withdrawn key goes, and for an unknown key id. Never more than one request under way nor, once there are keys, more
 * than one a minute.
 */
export function readSigningKeys(options: KeysOptions): SigningKeys {
  const { clock } = options
  const store: Store = { mayAskAt: 0, renewAt: 0, failures: 0 }
  const renew = (now: number): Promise<void> | undefined => {
    if (store.flight || now < store.mayAskAt) return store.flight
    store.flight = ask(options, store, now).finally(() => delete store.flight)
    return store.flight
  }
  const named = (keyId: string) => store.set?.keys.find((key) => key.kid === keyId)
  /** The keys there are, asked for anew when this one is not among them. */
  const withKey = async (keyId: string | undefined): Promise<KeySet> => {
    const now = clock().getTime()
    if (!store.set) await renew(now)
    // Waits for nobody: this token is checked with the keys there are.
    else if (now >= store.renewAt) void renew(now)
    if (keyId !== undefined && store.set && !named(keyId)) await renew(now)
    if (!store.set) throw new KeysUnreachable('the signing keys could not be read')
    return store.set
  }
  return {
    find: named,
    knows: async (keyId) => {
      await withKey(keyId)
      return named(keyId) !== undefined
    },
    get: async (header, token) => (await withKey(header.kid)).find(header, token),
  }
}

async function ask(options: KeysOptions, store: Store, now: number): Promise<void> {
  try {
    store.set = await fetchKeys(options)
    store.failures = 0
    store.mayAskAt = now + minutes(1)
    store.renewAt = now + hours(12)
  } catch {
    store.failures += 1
    // The keys there are stay. The first ones are worth asking for sooner: without them nobody gets in.
    const firstMs = store.set ? minutes(1) : seconds(5)
    store.mayAskAt = now + backoffMs(store.failures, unspread, { firstMs })
  }
}

const announcement = z.object({ jwks_uri: z.string() })
const published = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) })

async function fetchKeys({ url, announced = false, fetch = globalThis.fetch }: KeysOptions): Promise<KeySet> {
  // A redirect could lead to keys of somebody else.
  const init: RequestInit = { redirect: 'error', signal: AbortSignal.timeout(seconds(5)) }
  const read = async (from: URL): Promise<unknown> => {
    const response = await fetch(from, init)
    if (!response.ok) throw new Error('no keys')
    return response.json()
  }
  const place = announced ? new URL(announcement.parse(await read(url)).jwks_uri) : url
  if (place.origin !== url.origin) throw new Error('keys of another host')
  const { keys } = published.parse(await read(place))
  return { keys, find: createLocalJWKSet({ keys } as JSONWebKeySet) }
}
