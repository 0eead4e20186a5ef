import type { Clock } from '../base/time.ts'
import { type CompressedToken, makeTokenCodec } from './compress-tokens.ts'
import type { ReadResult } from './facts.ts'
import type { FetchedToken } from './msal-client.ts'
import type { Outcome } from './outcome.ts'

interface TokenOptions {
  /** A token that is asked for now, alone or with others who ask at this moment: roles are baked in when it is made. */
  fresh?: boolean
  /** A token that Graph refused: any other one that is at hand will do. */
  rejected?: string
  /** The caller has waited as long as Microsoft asked. */
  waited?: boolean
}

export interface Tokens {
  /** The app-only token of a tenant. A hit asks nobody; callers that miss at the same time share one POST. */
  get(tenantId: string, options?: TokenOptions): Promise<ReadResult<string>>
  /** The next `get` asks again. */
  forget(tenantId: string): void
}

interface Entry {
  token?: CompressedToken
  /** Moment after which the token is not handed out any more. */
  endsAtMs: number
  /** Microsoft asked us to wait: until then the same answer is given without asking. */
  throttled?: { untilMs: number; outcome: Outcome }
  flight?: { answer: Promise<ReadResult<string>>; fresh: boolean }
  /** Number of the flight that wrote `token`: a slow old flight must not overwrite a newer token. */
  writtenBy: number
}

/** A token is not used in its last five minutes: a long read must not outlive it. */
const reserveMs = 300_000
/**
 * A token of Microsoft has about 1.6 KB. Beyond `plain` they are packed; beyond `most` those are asked for again whose last
 * token is the oldest.
 */
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

/** A Map keeps the order of insertion. */
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

function keepThrottled(
  entry: Entry,
  answer: { read: false; outcome: Outcome },
  nowMs: number,
): ReadResult<string> {
  const { retryAfterMs } = answer.outcome
  if (retryAfterMs !== undefined) {
    entry.throttled = { untilMs: nowMs + retryAfterMs, outcome: answer.outcome }
  }
  return answer
}
