/** One request the emulator answered. */
export interface LogEntry {
  number: number
  at: string
  service: 'login' | 'graph'
  method: string
  /** Path and query as sent, without secrets: bodies are never stored. */
  path: string
  tenantId?: string
  clientId?: string
  /** 0 = the connection was cut. */
  status: number
  parts?: { id: string; method: string; url: string; status: number }[]
}

export interface LogFilter {
  service?: string
  tenantId?: string
  clientId?: string
  sinceNumber?: number
  limit?: number
}

export interface RequestLog {
  add(entry: Omit<LogEntry, 'number'>): void
  /** Oldest first; `limit` keeps the newest. */
  entries(filter?: LogFilter): LogEntry[]
  /** Number of requests since the last `clear`, in total and for the busiest tenant, however many are kept. */
  counts(service: LogEntry['service'], without?: string): { requests: number; tenants: number; most: number }
  clear(): void
}

const keptEntries = 20_000

/** Keeps the last 20,000 requests to login and Graph. */
export function makeRequestLog(): RequestLog {
  let entries: LogEntry[] = []
  let number = 0
  const perTenant = { login: new Map<string, number>(), graph: new Map<string, number>() }
  return {
    add: (entry) => {
      number += 1
      entries.push({ ...entry, number })
      const { tenantId = '' } = entry
      const counts = perTenant[entry.service]
      counts.set(tenantId, (counts.get(tenantId) ?? 0) + 1)
      if (entries.length > 2 * keptEntries) entries = entries.slice(-keptEntries)
    },
    entries: (filter = {}) => {
      const found = entries.slice(-keptEntries).filter((entry) => fits(entry, filter))
      return filter.limit === undefined ? found : found.slice(Math.max(0, found.length - filter.limit))
    },
    counts: (service, without) => {
      const counts = [...perTenant[service]].flatMap(([id, count]) => (id === without ? [] : [count]))
      const requests = counts.reduce((sum, count) => sum + count, 0)
      return {
        requests,
        tenants: counts.length,
        most: counts.reduce((most, count) => Math.max(most, count), 0),
      }
    },
    clear: () => {
      perTenant.login.clear()
      perTenant.graph.clear()
      entries = []
      number = 0
    },
  }
}

function fits(entry: LogEntry, filter: LogFilter): boolean {
  return (
    (filter.service === undefined || entry.service === filter.service) &&
    (filter.tenantId === undefined || entry.tenantId === filter.tenantId) &&
    (filter.clientId === undefined || entry.clientId === filter.clientId) &&
    entry.number > (filter.sinceNumber ?? 0)
  )
}
