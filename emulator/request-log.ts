/** One request the emulator answered. */
export interface LogEntry {
  number: number
  at: string
  service: 'login' | 'graph'
  method: string
  /** Path and query as sent, without secrets: bodies are never kept. */
  path: string
  tenantId?: string
  clientId?: string
  /** 0 = the connection was cut. */
  status: number
  parts?: { id: string; method: string; url: string; status: number }[]
}

export interface RequestLog {
  add(entry: Omit<LogEntry, 'number'>): void
  entries(filter?: { service?: string; tenantId?: string; sinceNumber?: number }): LogEntry[]
  clear(): void
}

const keptEntries = 20_000

/** Remembers the last 20,000 requests to login and Graph. */
export function makeRequestLog(): RequestLog {
  let entries: LogEntry[] = []
  let number = 0
  return {
    add: (entry) => {
      number += 1
      entries.push({ ...entry, number })
      if (entries.length > 2 * keptEntries) entries = entries.slice(-keptEntries)
    },
    entries: (filter = {}) =>
      entries
        .slice(-keptEntries)
        .filter(
          (entry) =>
            (filter.service === undefined || entry.service === filter.service) &&
            (filter.tenantId === undefined || entry.tenantId === filter.tenantId) &&
            entry.number > (filter.sinceNumber ?? 0),
        ),
    clear: () => {
      entries = []
      number = 0
    },
  }
}
