import { parseArgs } from 'node:util'
import { makeKeyring } from '#domain/audit/keyring.ts'
import { verifyChain } from '#domain/audit/verify-chain.ts'
import { loadAuditKeys } from '#platform/config/audit-keys.ts'
import { moveToPostgres } from '#platform/storage/move.ts'
import { isPostgresUrl } from '#platform/storage/postgres-url.ts'

// Moves a stopped installation from its SQLite file to an empty PostgreSQL database. Exit code 1: nothing was moved.
const { values } = parseArgs({
  options: {
    from: { type: 'string', default: process.env.DATABASE_FILE || 'data/grantkeeper.sqlite' },
    to: { type: 'string', default: process.env.DATABASE_URL ?? '' },
  },
})

async function move(from: string, to: string): Promise<void> {
  if (!isPostgresUrl(to))
    throw new Error('Set the target: --to postgres://user:password@host/database, or DATABASE_URL.')
  const keyring = makeKeyring(loadAuditKeys())
  let entries = 0
  const moved = await moveToPostgres(from, to, async (db) => {
    const verdict = await verifyChain(db, undefined, keyring)
    if (verdict.damage)
      throw new Error(
        `The history is damaged from entry ${verdict.damage.id} on. For details, run "npm run audit:verify" on the file.`,
      )
    entries = verdict.entries
  })
  for (const { table, rows } of moved) console.log(`${String(rows).padStart(10)}  ${table}`)
  console.log(`Everything was moved, and the history of ${entries} entries is intact.`)
  console.log(
    'Start Grantkeeper with DATABASE_URL instead of DATABASE_FILE. Leave all other settings unchanged.',
  )
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
