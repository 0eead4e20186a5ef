import type { Clock } from '../time.ts'
import type { Part } from './facts.ts'
import type { FetchedToken } from './msal-client.ts'
import type { Outcome } from './outcome.ts'

export interface TokenWish {
  /** A token that is asked for now, alone or with others who ask at this moment: roles are baked in when it is made. */
  fresh?: boolean
  /** A token that Graph refused: any other one that is at hand will do. */
  rejected?: string
  /** The caller has waited as long as Microsoft asked. */
  waited?: boolean
}

export interface Tokens {
  /** The app-only token of a tenant. A hit is one look-up in a map; callers that miss at the same time share one POST. */
  get(tenantId: string, wish?: TokenWish): Promise<Part<string>>
  /** The next `get` asks again. */
  forget(tenantId: string): void
}

interface Entry {
  token?: string
  /** Moment after which the token is not handed out any more. */
  endsAtMs: number
  /** Microsoft asked us to wait: until then the same answer is given without asking. */
  held?: { untilMs: number; outcome: Outcome }
  flight?: { answer: Promise<Part<string>>; fresh: boolean }
  /** Number of the flight that wrote `token`: a slow old flight must not overwrite a newer token. */
  writtenBy: number
}

/** A token is not used in its last five minutes: a long read must not outlive it. */
const reserveMs = 300_000
/** A token of Microsoft has about 1.6 KB. Of a larger fleet those are asked for again whose last token is the oldest. */
const mostKept = 100_000

export function makeTokens(
  fetch: (tenantId: string) => Promise<Part<FetchedToken>>,
  clock: Clock,
  most = mostKept,
): Tokens {
  const entries = new Map<string, Entry>()
  let flights = 0

  function start(tenantId: string, entry: Entry, fresh: boolean): Promise<Part<string>> {
    flights += 1
    const number = flights
    const flight = { fresh, answer: land() }
    entry.flight = flight
    return flight.answer

    async function land(): Promise<Part<string>> {
      try {
        const answer = await fetch(tenantId)
        const nowMs = clock().getTime()
        return answer.read ? keep(entry, answer.value, number, nowMs) : hold(entry, answer, nowMs)
      } finally {
        if (entry.flight === flight) delete entry.flight
        makeYoungest(tenantId, entry)
      }
    }
  }

  function makeYoungest(tenantId: string, entry: Entry): void {
    entries.delete(tenantId)
    entries.set(tenantId, entry)
    for (const [id, { flight }] of entries) {
      if (entries.size <= most) return
      if (!flight) entries.delete(id)
    }
  }

  return {
    async get(tenantId, { fresh = false, rejected, waited = false } = {}) {
      const entry = entries.get(tenantId) ?? { endsAtMs: 0, writtenBy: 0 }
      entries.set(tenantId, entry)
      const nowMs = clock().getTime()
      const { token, held, flight } = entry
      if (!fresh && token !== undefined && token !== rejected && nowMs < entry.endsAtMs) {
        return { read: true, value: token }
      }
      if (flight && (flight.fresh || !fresh)) return flight.answer
      if (held && !waited && nowMs < held.untilMs) {
        return { read: false, outcome: { ...held.outcome, retryAfterMs: held.untilMs - nowMs } }
      }
      return start(tenantId, entry, fresh)
    },
    forget(tenantId) {
      const entry = entries.get(tenantId)
      if (entry) entry.endsAtMs = 0
    },
  }
}

function keep(
  entry: Entry,
  { token, expiresInSeconds }: FetchedToken,
  number: number,
  nowMs: number,
): Part<string> {
  if (number > entry.writtenBy) {
    entry.writtenBy = number
    entry.token = token
    entry.endsAtMs = nowMs + expiresInSeconds * 1_000 - reserveMs
  }
  delete entry.held
  return { read: true, value: token }
}

function hold(entry: Entry, answer: { read: false; outcome: Outcome }, nowMs: number): Part<string> {
  const { retryAfterMs } = answer.outcome
  if (retryAfterMs !== undefined) {
    entry.held = { untilMs: nowMs + retryAfterMs, outcome: answer.outcome }
  }
  return answer
}
