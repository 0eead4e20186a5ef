/** What a look at the configured database found, without creating or changing it. */
export type DatabaseFacts = FileFacts | ServerFacts

interface SharedFacts {
  tables: TableState
  /** The bot can write, and create its tables. */
  canWrite: boolean
}

export interface FileFacts extends SharedFacts {
  kind: 'file'
  /** As SQLite answers when a file is opened there as the bot opens its own: `wal`, and 2 for full. */
  journal: string
  synchronous: number
}

export interface ServerFacts extends SharedFacts {
  kind: 'server'
  version: string
  /** As they are for the connection that writes. */
  settings: Readonly<Record<'synchronous_commit' | 'fsync' | 'full_page_writes' | 'isolation', string>>
  /** Two statements of one connection were answered by two sessions. */
  isPooledByStatement: boolean
  now: Date
}

/** `absent`: the first start creates them. `older`: the next start updates them. `newer`: by this migration. */
export type TableState = 'absent' | 'current' | 'older' | { newer: string }

/** Compares the executed migrations with those that this version has. */
export function tableStateOf(executed: readonly string[], known: readonly string[]): TableState {
  const newer = executed.find((name) => !known.includes(name))
  if (newer !== undefined) return { newer }
  if (executed.length === 0) return 'absent'
  return executed.length === known.length ? 'current' : 'older'
}
