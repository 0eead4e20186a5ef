import type { Clock } from '#platform/base/time.ts'
import { getCloud } from '#platform/config/clouds.ts'
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
import { readPublished } from './read-published.ts'
import { readRegistrations } from './read-registrations.ts'
import { readShownApp } from './read-shown-app.ts'
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
  /** Timeout of one read, including waits. */
  timeoutMs?: number
  /** Most tenants read at once by `readTenantAgain`. */
  parallel?: number
  onRequest?: (event: RequestEvent) => void
  /** Called before and after every request; crash tests stop the process here. */
  step?: (name: string) => void
}

/**
 * Most requests in flight per bulkhead: background syncs on a Graph that hangs don't delay people, and the number of people
 * doesn't raise the number of connections. Token requests have a bulkhead of their own.
 */
const mostInFlight = { reads: 128, interactive: 32, logins: 96 }

/** Fits twice into the 4 s of a click: roles are read when the click arrives and again before the action. */
const interactiveMs = 1_500

/** `close` closes all connections; reads in flight end as `notRead`. */
export function makeDirectory(options: DirectoryOptions): Directory & { close(): Promise<void> } {
  const { homeTenantId, clock, random = Math.random, sleep = realSleep } = options
  const { timeoutMs = 30_000, parallel = 16, onTenantRead, onThrottled } = options
  const throttledReads = makeThrottledReads({ clock, random, most: parallel, onTenantRead, onThrottled })
  const { http, port, interactivePort, loginPort } = openPorts(options, throttledReads, timeoutMs)
  const within: Within = async (limits, work) => {
    const deadline = openDeadline({ timeoutMs, sleep, random, ...limits })
    try {
      return await work(deadline)
    } finally {
      deadline.close()
    }
  }
  const interactive = { timeoutMs: interactiveMs }
  return {
    ...makeTenantReads(port, throttledReads, within),
    throttledUntil: (tenantId) => throttledReads.throttledUntil(tenantId),
    throttleFigures: () => throttledReads.figures(),
    readRegistrations: (clientIds, select) =>
      within({}, (deadline) => readRegistrations(port, deadline, homeTenantId, clientIds, select)),
    readShownApp: (clientId) =>
      within(interactive, (deadline) => readShownApp(interactivePort, deadline, homeTenantId, clientId)),
    readPublished: (resourceAppIds) =>
      within({}, (deadline) => readPublished(port, deadline, homeTenantId, resourceAppIds)),
    readMember: (objectId, groupIds) =>
      within(interactive, (deadline) =>
        readMember(interactivePort, deadline, homeTenantId, { objectId, groupIds }),
      ),
    readGroup: (groupId) =>
      within(interactive, (deadline) => readGroup(interactivePort, deadline, homeTenantId, groupId)),
    readChanges: (tenantId, about) =>
      within({}, (deadline) => readChanges(port, deadline, { tenantId, ...about })),
    resolveTenant: (text) => within({}, (deadline) => resolveTenant(loginPort, deadline, text)),
    close: () => http.close(),
  }
}

/** Ports on shared connections with separate bulkheads. Every answer of Graph adjusts the concurrency limit. */
function openPorts(options: DirectoryOptions, throttledReads: ThrottledReads, timeoutMs: number) {
  const { reader, clock: now, onRequest, step } = options
  const loginBaseUrl = withoutSlash(options.loginBaseUrl)
  const graphBaseUrl = withoutSlash(options.graphBaseUrl)
  const origins = [loginBaseUrl, graphBaseUrl].map((url) => new URL(url).origin)
  const onEvent = (event: RequestEvent): void => {
    onRequest?.(event)
    if (event.service === 'graph')
      throttledReads.recordResponse({ ms: event.ms, overloaded: isOverloaded(event.status) })
  }
  const http = makeHttpClient({ timeoutMs, origins, onRequest: onEvent, step })
  const logins = withBulkhead(http, mostInFlight.logins)
  const interactive = withBulkhead(http, mostInFlight.interactive)
  const cloud = getCloud(loginBaseUrl, graphBaseUrl)
  const msal = { http: logins, loginBaseUrl, resource: cloud.graphUrl, reader, now }
  const tokens = makeTokens((tenantId) => fetchToken(msal, tenantId), now)
  const graphUrl = `${graphBaseUrl}/v1.0`
  const onAnswer: GraphPort['onAnswer'] = (tenantId, answer) =>
    learnThrottling(throttledReads, now, tenantId, answer)
  return {
    http,
    port: { http: withBulkhead(http, mostInFlight.reads), tokens, graphUrl, now, onAnswer },
    interactivePort: { http: interactive, tokens, graphUrl, now },
    loginPort: { http: interactive, loginBaseUrl, cloud, now },
  }
}

const withoutSlash = (url: string): string => url.replace(/\/+$/, '')
