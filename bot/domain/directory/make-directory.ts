import type { Clock } from '#platform/base/time.ts'
import { openDeadline, realSleep, type Sleep } from '#platform/microsoft/deadline.ts'
import type { GraphPort } from '#platform/microsoft/graph-client.ts'
import { makeHttpClient, type RequestEvent } from '#platform/microsoft/http-client.ts'
import { isOverloaded, learnThrottling } from '#platform/microsoft/learn-throttling.ts'
import { fetchToken, type Reader } from '#platform/microsoft/msal-client.ts'
import {
  makeThrottledReads,
  type ThrottledReads,
  type ThrottleEvents,
} from '#platform/microsoft/throttled-reads.ts'
import { makeTokens } from '#platform/microsoft/tokens.ts'
import { withBulkhead } from '#platform/microsoft/with-bulkhead.ts'
import type { Directory } from './directory.ts'
import { readChanges } from './read-changes.ts'
import { readGroup } from './read-group.ts'
import { readMember } from './read-member.ts'
import { readRegistrations } from './read-registrations.ts'
import { resolveTenant } from './resolve-tenant.ts'
import { makeTenantReads, type Within } from './tenant-reads.ts'

export interface DirectoryOptions extends ThrottleEvents {
  loginBaseUrl: string
  /** Without the version. */
  graphBaseUrl: string
  homeTenantId: string
  reader: Reader
  clock: Clock
  random?: () => number
  sleep?: Sleep
  /** Longest time of one read, waits included. */
  timeoutMs?: number
  /** Most tenants that are read at once by `readTenantAgain`. */
  parallel?: number
  onRequest?: (event: RequestEvent) => void
  /** Called before and after every request; crash tests stop the process here. */
  step?: (name: string) => void
}

/**
 * Requests under way, by who waits for them: a Graph that hangs under a round of syncs keeps nobody at a card waiting, and
 * people who click cannot open more connections than this, however many they are. Signing in is apart from both.
 */
const mostInFlight = { reads: 128, waitedFor: 32, logins: 96 }

/** Twice this fits into the 4 s of a click: a role is read when the click arrives and again when it acts. */
const waitedForMs = 1_500

/** `close` ends all connections; reads under way end as unread. */
export function makeDirectory(options: DirectoryOptions): Directory & { close(): Promise<void> } {
  const { homeTenantId, clock, random = Math.random, sleep = realSleep } = options
  const { timeoutMs = 30_000, parallel = 16 } = options
  const { onTenantRead, onThrottled } = options
  const events = { ...(onTenantRead && { onTenantRead }), ...(onThrottled && { onThrottled }) }
  const throttledReads = makeThrottledReads({ clock, random, most: parallel, ...events })
  const { http, port, quick, login } = openPorts(options, throttledReads, timeoutMs)
  const within: Within = async (limits, work) => {
    const deadline = openDeadline({ timeoutMs, sleep, random, ...limits })
    try {
      return await work(deadline)
    } finally {
      deadline.close()
    }
  }
  const waitedFor = { timeoutMs: waitedForMs }
  return {
    ...makeTenantReads(port, throttledReads, within),
    throttledUntil: (tenantId) => throttledReads.throttledUntil(tenantId),
    throttleFigures: () => throttledReads.figures(),
    readRegistrations: (clientIds) =>
      within({}, (deadline) => readRegistrations(port, deadline, homeTenantId, clientIds)),
    readMember: (objectId, groupIds) =>
      within(waitedFor, (deadline) => readMember(quick, deadline, homeTenantId, { objectId, groupIds })),
    readGroup: (groupId) =>
      within(waitedFor, (deadline) => readGroup(quick, deadline, homeTenantId, groupId)),
    readChanges: (tenantId, about) =>
      within({}, (deadline) => readChanges(port, deadline, { tenantId, ...about })),
    resolveTenant: (text) => within({}, (deadline) => resolveTenant(login, deadline, text)),
    close: () => http.close(),
  }
}

/** The same connections behind separate bulkheads: `quick` is for what somebody waits for. The pace follows every answer of Graph. */
function openPorts(options: DirectoryOptions, throttledReads: ThrottledReads, timeoutMs: number) {
  const { reader, clock: now, onRequest, step } = options
  const loginBaseUrl = withoutSlash(options.loginBaseUrl)
  const graphBaseUrl = withoutSlash(options.graphBaseUrl)
  const origins = [loginBaseUrl, graphBaseUrl].map((url) => new URL(url).origin)
  const watched = (event: RequestEvent): void => {
    onRequest?.(event)
    if (event.service === 'graph')
      throttledReads.recordResponse({ ms: event.ms, overloaded: isOverloaded(event.status) })
  }
  const http = makeHttpClient({ timeoutMs, origins, onRequest: watched, ...(step && { step }) })
  const logins = withBulkhead(http, mostInFlight.logins)
  const waitedFor = withBulkhead(http, mostInFlight.waitedFor)
  const msal = { http: logins, loginBaseUrl, resource: resourceOf(graphBaseUrl), reader, now }
  const tokens = makeTokens((tenantId) => fetchToken(msal, tenantId), now)
  const graphUrl = `${graphBaseUrl}/v1.0`
  const onAnswer: GraphPort['onAnswer'] = (tenantId, answer) =>
    learnThrottling(throttledReads, now, tenantId, answer)
  return {
    http,
    port: { http: withBulkhead(http, mostInFlight.reads), tokens, graphUrl, now, onAnswer },
    quick: { http: waitedFor, tokens, graphUrl, now },
    login: { http: waitedFor, loginBaseUrl, now },
  }
}

const withoutSlash = (url: string): string => url.replace(/\/+$/, '')

/** The resource a token is for: Graph of the cloud; a stand-in on plain http is asked for the public one. */
function resourceOf(graphBaseUrl: string): string {
  const { protocol, origin } = new URL(graphBaseUrl)
  return protocol === 'https:' ? origin : 'https://graph.microsoft.com'
}
