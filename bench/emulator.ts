import type { LogEntry } from '../emulator/request-log.ts'
import type { Bench } from './bench.ts'

type Address = Pick<Bench, 'emulatorUrl'>

/** Delays every response of Graph. */
export async function slowGraphDown({ emulatorUrl }: Address, ms: number): Promise<void> {
  await call(`${emulatorUrl}/world/api/clear-faults`, 'POST', { where: 'graph' })
  if (ms > 0) await call(`${emulatorUrl}/world/api/fault`, 'POST', { where: 'graph', kind: 'slow', ms })
}

/** Clears the recorded requests. */
export async function forgetRequests({ emulatorUrl }: Address): Promise<void> {
  await call(`${emulatorUrl}/world/api/requests`, 'DELETE')
}

/** Requests to one service since `forgetRequests`, without the home tenant, which is read for requirements, not by a sync. */
export async function requestsOf(
  { emulatorUrl }: Address,
  service: 'login' | 'graph',
  homeTenantId: string,
): Promise<LogEntry[]> {
  const url = `${emulatorUrl}/world/api/requests?service=${service}&limit=20000`
  const { requests } = (await call(url, 'GET')) as { requests: LogEntry[] }
  return requests.filter(({ tenantId }) => tenantId !== homeTenantId)
}

export interface RequestCounts {
  requests: number
  tenants: number
  /** Of one tenant. */
  most: number
}

/** Number of requests per tenant since `forgetRequests`, without the home tenant. */
export async function countRequests(
  { emulatorUrl }: Address,
  homeTenantId: string,
): Promise<{ login: RequestCounts; graph: RequestCounts }> {
  const url = `${emulatorUrl}/world/api/request-counts?without=${homeTenantId}`
  return (await call(url, 'GET')) as { login: RequestCounts; graph: RequestCounts }
}

/** Changes the facts of every set in every tenant that was read before. */
export async function changeEverywhere({ emulatorUrl }: Address): Promise<void> {
  await call(`${emulatorUrl}/world/api/plan-everywhere`, 'POST', {})
}

/** Injects a fault into one tenant, or all. */
export async function addTrouble({ emulatorUrl }: Address, fault: object): Promise<void> {
  await call(`${emulatorUrl}/world/api/fault`, 'POST', fault)
}

async function call(url: string, method: string, body?: object): Promise<unknown> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) })
  if (!response.ok)
    throw new Error(`Expected the emulator to do it, got ${response.status} ${await response.text()}`)
  return response.json()
}
