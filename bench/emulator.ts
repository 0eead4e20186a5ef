import type { LogEntry } from '../emulator/request-log.ts'
import type { Bench } from './bench.ts'

type Address = Pick<Bench, 'emulatorUrl'>

/** Every answer of Graph comes this much later. */
export async function slowGraphDown({ emulatorUrl }: Address, ms: number): Promise<void> {
  await call(`${emulatorUrl}/world/api/clear-faults`, 'POST', { where: 'graph' })
  if (ms > 0) await call(`${emulatorUrl}/world/api/fault`, 'POST', { where: 'graph', kind: 'slow', ms })
}

/** Forgets which requests were made so far. */
export async function forgetRequests({ emulatorUrl }: Address): Promise<void> {
  await call(`${emulatorUrl}/world/api/requests`, 'DELETE')
}

/** What one service was asked since `forgetRequests`, home tenant left out: that is asked for requirements, not for a sync. */
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

/** How many requests the tenants got since `forgetRequests`, home tenant left out. */
export async function countRequests(
  { emulatorUrl }: Address,
  homeTenantId: string,
): Promise<{ login: RequestCounts; graph: RequestCounts }> {
  const url = `${emulatorUrl}/world/api/request-counts?without=${homeTenantId}`
  return (await call(url, 'GET')) as { login: RequestCounts; graph: RequestCounts }
}

/** Changes the facts of every set in every tenant that was asked for before. */
export async function changeEverywhere({ emulatorUrl }: Address): Promise<void> {
  await call(`${emulatorUrl}/world/api/spare-everywhere`, 'POST', { permission: 'Place.Read.All' })
}

/** Something goes wrong in one tenant, or in all. */
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
