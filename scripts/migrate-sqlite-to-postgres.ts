import { parseArgs } from 'node:util'
import { verifyChain } from '#domain/audit/verify-chain.ts'
import { moveToPostgres } from '#platform/storage/move.ts'
import { isPostgresUrl } from '#platform/storage/postgres.ts'

// Moves a stopped installation from its SQLite file into an empty PostgreSQL database. Ends with 1 when nothing was moved.
const { values } = parseArgs({
  options: {
    from: { type: 'string', default: process.env.DATABASE_FILE || 'data/grantkeeper.sqlite' },
    to: { type: 'string', default: process.env.DATABASE_URL ?? '' },
  },
})

async function move(from: string, to: string): Promise<void> {
  if (!isPostgresUrl(to))
    throw new Error('Say where to: --to postgres://user:password@host/database, or DATABASE_URL.')
  let entries = 0
  const moved = await moveToPostgres(from, to, async (db) => {
    const verdict = await verifyChain(db)
    if (verdict.damage)
      throw new Error(
        `The history does not fit from entry ${verdict.damage.id} on. Ask "npm run audit:verify" about the file.`,
      )
    entries = verdict.entries
  })
  for (const { table, rows } of moved) console.log(`${String(rows).padStart(10)}  ${table}`)
  console.log(`Everything has arrived, and the history of ${entries} entries is whole.`)
  console.log('Start Grantkeeper with DATABASE_URL, without DATABASE_FILE, and all else as it was.')
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message}: ${explain(error.cause)}` : error.message
}

try {
  await move(values.from, values.to)
} catch (error) {
  console.error(`Nothing was moved. ${explain(error)}`)
  process.exitCode = 1
}
