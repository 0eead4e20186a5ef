import { DatabaseError } from '#platform/storage/database-error.ts'
import type { FileFacts, ServerFacts } from '#platform/storage/database-facts.ts'
import { sqlitePath } from '#platform/storage/open-database.ts'
import { type Check, type CheckResult, failed, passed, skipped, warning } from './check.ts'
import type { PreflightWorld } from './preflight-world.ts'

/** The database opens, is of no newer version, and can be written. */
export const databaseCheck: Check = {
  id: 'database',
  async run({ inspectDatabase }) {
    try {
      const { tables, canWrite, ...facts } = await inspectDatabase()
      if (typeof tables === 'object') return failed('databaseNewer', { migration: tables.newer })
      if (!canWrite) return failed('databaseReadOnly', { kind: facts.kind })
      return passed({ tables, what: facts.kind === 'server' ? `PostgreSQL ${facts.version}` : 'SQLite' })
    } catch (error) {
      if (error instanceof DatabaseError)
        return failed('databaseUnopened', { why: error.message, kind: error.kind })
      throw error
    }
  },
}

/** What was answered survives a crash. */
export const durabilityCheck: Check = {
  id: 'durability',
  async run(world) {
    const facts = await world.inspectDatabase().catch(() => undefined)
    if (!facts) return skipped('needsDatabase')
    return facts.kind === 'file' ? judgeFile(world, facts) : judgeServer(facts)
  },
}

/** SQLite's number for `full`. */
const full = 2

async function judgeFile(world: PreflightWorld, { journal, synchronous }: FileFacts): Promise<CheckResult> {
  if ((await world.readDisk(sqlitePath(world.config.database))).isNetwork) return failed('networkDisk')
  if (journal !== 'wal') return failed('journalNotWal', { mode: journal })
  if (synchronous < full) return failed('settingUnsafe', { setting: 'synchronous', value: synchronous })
  return passed({ how: 'WAL, synchronous=FULL' })
}

const safe = { fsync: ['on'], full_page_writes: ['on'], synchronous_commit: ['on', 'remote_apply'] } as const

function judgeServer({ settings, isPooledByStatement }: ServerFacts): CheckResult {
  if (isPooledByStatement) return failed('poolerTransactions')
  if (settings.isolation !== 'serializable')
    return failed('poolerDropsSettings', { value: settings.isolation })
  for (const setting of ['fsync', 'full_page_writes', 'synchronous_commit'] as const) {
    const allowed: readonly string[] = safe[setting]
    if (!allowed.includes(settings[setting]))
      return failed('settingUnsafe', { setting, value: settings[setting] })
  }
  return passed({ how: `fsync, synchronous_commit=${settings.synchronous_commit}` })
}

const megabyte = 1_000_000
const leastFree = 100 * megabyte
const enoughFree = 1_000 * megabyte

/** Room for the database file: a full disk stops every write. */
export const diskCheck: Check = {
  id: 'disk',
  async run({ config, readDisk }) {
    const free = (await readDisk(sqlitePath(config.database))).freeBytes
    const facts = { megabytes: Math.floor(free / megabyte) }
    if (free < leastFree) return failed('diskFull', facts)
    return free < enoughFree ? warning('diskSmall', facts) : passed(facts)
  },
}
