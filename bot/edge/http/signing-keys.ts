import { createLocalJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose'
import { z } from 'zod'
import { backoffMs, unspread } from '#platform/base/backoff.ts'
import { type Clock, hours, minutes, seconds } from '#platform/base/time.ts'

interface SigningKeys {
  /** For jose. @throws KeysUnreachable if no key was ever read; jose's error for an unknown key */
  get: JWTVerifyGetKey
  /** True if the key exists, after a refresh if needed. Makes invented key IDs cheap to refuse. @throws KeysUnreachable */
  knows(keyId: string): Promise<boolean>
  /** The published properties of the key. */
  find(keyId: string): Readonly<Record<string, unknown>> | undefined
}

interface KeysPlace {
  /** The URL of the keys or, with `announced`, of the metadata that names it. */
  url: URL
  announced?: boolean
  fetch?: typeof fetch
}

interface KeysOptions extends KeysPlace {
  clock: Clock
}

/** The token can't be checked: the keys could not be read. */
export class KeysUnreachable extends Error {
  override name = 'KeysUnreachable'
}

interface KeySet {
  keys: readonly Readonly<Record<string, unknown>>[]
  find: JWTVerifyGetKey
}

interface Store {
  set?: KeySet
  /** Limits the requests that forged key IDs can cause. */
  mayAskAt: number
  renewAt: number
  failures: number
  flight?: Promise<void>
}

/**
 * Published signing keys of an issuer, kept through any outage. They are refreshed twice a day, so that withdrawn keys are
 * dropped, and for an unknown key ID: one request at a time and, once there are keys, at most one a minute.
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
  /** The known keys, refreshed when this one is not among them. */
  const withKey = async (keyId: string | undefined): Promise<KeySet> => {
    const now = clock().getTime()
    if (!store.set) await renew(now)
    // Refreshes in the background: this token is checked with the known keys.
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
    // Known keys stay. The first ones are requested again sooner: without them, all requests are refused.
    const firstMs = store.set ? minutes(1) : seconds(5)
    store.mayAskAt = now + backoffMs(store.failures, unspread, { firstMs })
  }
}

const announcement = z.object({ jwks_uri: z.string() })
const published = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) })

/** Reads the published keys now. @throws Error if there are none, or they are on another host */
export async function fetchKeys({
  url,
  announced = false,
  fetch = globalThis.fetch,
}: KeysPlace): Promise<KeySet> {
  // A redirect could return the keys of another issuer.
  const init: RequestInit = { redirect: 'error', signal: AbortSignal.timeout(seconds(5)) }
  const read = async (from: URL): Promise<unknown> => {
    const response = await fetch(from, init)
    if (!response.ok) throw new Error('no keys')
    return response.json()
  }
  const place = announced ? new URL(announcement.parse(await read(url)).jwks_uri) : url
  if (place.origin !== url.origin) throw new Error('the keys are on another host')
  const { keys } = published.parse(await read(place))
  return { keys, find: createLocalJWKSet({ keys } as JSONWebKeySet) }
}
