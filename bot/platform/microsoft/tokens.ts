import type { Clock } from '../base/time.ts'
import { type CompressedToken, makeTokenCodec } from './compress-tokens.ts'
import type { ReadResult } from './facts.ts'
import type { FetchedToken } from './msal-client.ts'
import type { Outcome } from './outcome.ts'

interface TokenOptions {
  /** Skips the cache: a token keeps the roles of the moment it was issued. Concurrent callers still share one request. */
  fresh?: boolean
  /** A token that Graph refused; any other cached one is returned. */
  rejected?: string
  /** The caller has waited for the `Retry-After`. */
  waited?: boolean
}

export interface Tokens {
  /** The app-only token of a tenant, from the cache if possible; concurrent misses share one POST. */
  get(tenantId: string, options?: TokenOptions): Promise<ReadResult<string>>
  /** Makes the next `get` request a new token. */
  forget(tenantId: string): void
}

interface Entry {
  token?: CompressedToken
  /** The token is not used from then on. */
  endsAtMs: number
  /** Until then, a miss gets this outcome without a request. */
  throttled?: { untilMs: number; outcome: Outcome }
  flight?: { answer: Promise<ReadResult<string>>; fresh: boolean }
  /** Number of the request that wrote `token`: a slow older one must not overwrite it. */
  writtenBy: number
}

/** A token is not used in its last five minutes, so that it outlives a long read. */
const reserveMs = 300_000
/** A token has about 1.6 KB. Beyond `plain` they are compressed; beyond `most` the oldest are dropped. */
const usualLimits = { plain: 10_000, most: 120_000 }

export function makeTokens(
  fetch: (tenantId: string) => Promise<ReadResult<FetchedToken>>,
  clock: Clock,
  { plain, most } = usualLimits,
): Tokens {
  const entries = new Map<string, Entry>()
  const codec = makeTokenCodec(plain)
  let flights = 0

  function start(tenantId: string, entry: Entry, fresh: boolean): Promise<ReadResult<string>> {
    flights += 1
    const number = flights
    const flight = { fresh, answer: land() }
    entry.flight = flight
    return flight.answer

    async function land(): Promise<ReadResult<string>> {
      try {
        const answer = await fetch(tenantId)
        const nowMs = clock().getTime()
        if (!answer.read) return keepThrottled(entry, answer, nowMs)
        const { token, expiresInSeconds } = answer.value
        const endsAtMs = nowMs + expiresInSeconds * 1_000 - reserveMs
        keep(entry, { number, token: codec.encode(token, entries.size), endsAtMs })
        return { read: true, value: token }
      } finally {
        if (entry.flight === flight) delete entry.flight
        entries.delete(tenantId)
        entries.set(tenantId, entry)
        forgetOldest(entries, most)
      }
    }
  }

  return {
    async get(tenantId, { fresh = false, rejected, waited = false } = {}) {
      const entry = entries.get(tenantId) ?? { endsAtMs: 0, writtenBy: 0 }
      entries.set(tenantId, entry)
      const nowMs = clock().getTime()
      const { throttled, flight } = entry
      const token = !fresh && entry.token && nowMs < entry.endsAtMs ? codec.decode(entry.token) : undefined
      if (token !== undefined && token !== rejected) return { read: true, value: token }
      if (flight && (flight.fresh || !fresh)) return flight.answer
      if (throttled && !waited && nowMs < throttled.untilMs) {
        return { read: false, outcome: { ...throttled.outcome, retryAfterMs: throttled.untilMs - nowMs } }
      }
      return start(tenantId, entry, fresh)
    },
    forget(tenantId) {
      const entry = entries.get(tenantId)
      if (entry) entry.endsAtMs = 0
    },
  }
}

/** A `Map` iterates in insertion order. */
function forgetOldest(entries: Map<string, Entry>, most: number): void {
  for (const [id, { flight }] of entries) {
    if (entries.size <= most) return
    if (!flight) entries.delete(id)
  }
}

function keep(
  entry: Entry,
  { number, token, endsAtMs }: { number: number; token: CompressedToken; endsAtMs: number },
): void {
  if (number > entry.writtenBy) Object.assign(entry, { writtenBy: number, token, endsAtMs })
  delete entry.throttled
}

function keepThrottled(entry: Entry, { outcome }: { outcome: Outcome }, nowMs: number): ReadResult<string> {
  const { retryAfterMs } = outcome
  if (retryAfterMs !== undefined) entry.throttled = { untilMs: nowMs + retryAfterMs, outcome }
  return { read: false, outcome }
}
