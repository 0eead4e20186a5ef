import { type LookupAddress, lookup as systemLookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { Agent } from 'undici'
import { readRetryAfterMs } from '../base/backoff.ts'
import { type Clock, seconds } from '../base/time.ts'
import { bareHost } from '../config/hosts.ts'
import { kindOfAddress } from '../config/public-address.ts'

/** One request to a target. */
interface WebhookRequest {
  headers: Readonly<Record<string, string>>
  body: string
}

/** Why no answer came; a word for each thing that somebody can mend. */
type WebhookFailure = 'timedOut' | 'addressRefused' | 'nameUnknown' | 'unreachable' | 'tls' | 'broken'

/** What the target answered, or why it didn't. `stopped`: this process ends; the delivery is as before. */
export type WebhookAnswer =
  | { status: number; retryAfterMs?: number | undefined }
  | { failure: WebhookFailure }
  | { stopped: true }

/** How a name becomes addresses. */
export type Lookup = (
  name: string,
  options: { all: true },
  callback: (error: Error | null, addresses: LookupAddress[]) => void,
) => void

export interface WebhookClient {
  /** Sends the request once, without redirects, and never rejects. */
  send(request: WebhookRequest, stop: AbortSignal): Promise<WebhookAnswer>
  close(): Promise<void>
}

interface ClientOptions {
  url: string
  allowPrivate: boolean
  clock: Clock
  lookup?: Lookup | undefined
  /** From the start of the connection to the head of the answer. */
  timeoutMs?: number | undefined
}

/** Standard Webhooks recommends 15 to 30 s. */
export const webhookTimeoutMs = seconds(15)
const connectMs = seconds(5)
/** Of one target: requests on their way at the same time. */
export const mostConnections = 8
/** An answer says all in its head; so much of a body is read so that the connection can be used again. */
const mostBodyBytes = 64 * 1_024

class AddressRefused extends Error {
  readonly code = 'ADDRESS_REFUSED'
}

/**
 * The connections to one target: its own, so that no other waits for them. The address is checked where a connection is made,
 * and exactly the checked one is used, whatever the name means a moment later.
 */
export function makeWebhookClient({
  url,
  allowPrivate,
  clock,
  lookup,
  timeoutMs,
}: ClientOptions): WebhookClient {
  const { origin, pathname, search, hostname } = new URL(url)
  const host = bareHost(hostname)
  const limitMs = timeoutMs ?? webhookTimeoutMs
  const isAllowed = (address: string): boolean => {
    const kind = kindOfAddress(address)
    return kind === 'public' || (kind === 'private' && allowPrivate)
  }
  const agent = new Agent({
    connections: mostConnections,
    headersTimeout: limitMs,
    bodyTimeout: limitMs,
    keepAliveTimeout: seconds(10),
    connect: {
      timeout: Math.min(connectMs, limitMs),
      lookup: checked(oneAtATime(lookup ?? (systemLookup as Lookup)), isAllowed),
    },
  })
  return {
    async send({ headers, body }, stop) {
      // A connection to an address asks for no name.
      if (isIP(host) !== 0 && !isAllowed(host)) return { failure: 'addressRefused' }
      const tooLong = AbortSignal.timeout(limitMs)
      const signal = AbortSignal.any([tooLong, stop])
      try {
        const path = pathname + search
        const answer = await agent.request({ origin, path, method: 'POST', headers, body, signal })
        // The head is the answer: what becomes of the rest changes nothing.
        answer.body.dump({ limit: mostBodyBytes, signal }).catch(() => answer.body.destroy())
        const retryAfter = answer.headers['retry-after']
        const text = Array.isArray(retryAfter) ? retryAfter[0] : retryAfter
        return { status: answer.statusCode, retryAfterMs: readRetryAfterMs(text, clock()) }
      } catch (error) {
        if (stop.aborted) return { stopped: true }
        return { failure: tooLong.aborted ? 'timedOut' : failureOf(error) }
      }
    },
    close: () => agent.destroy(),
  }
}

/**
 * Whoever asks for the name while it is asked for shares the answer. The system's lookup holds one of the few threads of this
 * process, so that a name whose servers hang would take them all from other targets, and from the answers in Teams.
 */
function oneAtATime(lookup: Lookup): Lookup {
  let waiting: Parameters<Lookup>[2][] | undefined
  return (name, options, callback) => {
    if (waiting) return void waiting.push(callback)
    const askers = [callback]
    waiting = askers
    lookup(name, options, (error, addresses) => {
      waiting = undefined
      for (const answer of askers) answer(error, addresses)
    })
  }
}

/** One forbidden address among several is enough: whoever answers for the name can answer anything. */
function checked(lookup: Lookup, isAllowed: (address: string) => boolean): LookupFunction {
  return (name, options, callback) =>
    lookup(name, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? []
      if (error || !first) return callback(error ?? unknownName(), '')
      if (!addresses.every(({ address }) => isAllowed(address)))
        return callback(new AddressRefused('an address of the target is not allowed'), '')
      if (options.all) return callback(null, addresses)
      callback(null, first.address, first.family)
    })
}

const unknownName = (): Error => Object.assign(new Error('no address'), { code: 'ENOTFOUND' })

const failures: Readonly<Record<string, WebhookFailure>> = {
  ADDRESS_REFUSED: 'addressRefused',
  ENOTFOUND: 'nameUnknown',
  EAI_AGAIN: 'nameUnknown',
  ECONNREFUSED: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EACCES: 'unreachable',
  UND_ERR_CONNECT_TIMEOUT: 'unreachable',
  UND_ERR_HEADERS_TIMEOUT: 'timedOut',
  UND_ERR_BODY_TIMEOUT: 'timedOut',
  ETIMEDOUT: 'unreachable',
}

function failureOf(error: unknown): WebhookFailure {
  const code = codeOf(error)
  // Certificates: OpenSSL's own names, and Node's of what it checks itself.
  if (/^(EPROTO|ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH)/.test(code))
    return 'tls'
  return failures[code] ?? 'broken'
}

/** Of the error itself, or of what it is about: several addresses that all failed are one error. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if ('code' in error && typeof error.code === 'string') return error.code
  if (error instanceof AggregateError) return codeOf(error.errors[0])
  return codeOf(error.cause)
}
