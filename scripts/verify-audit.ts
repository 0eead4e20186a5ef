import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Difference } from '#domain/audit/compare-replay.ts'
import type { Damage } from '#domain/audit/verify-chain.ts'
import { verifyHistory } from '#domain/audit/verify-history.ts'
import { openDatabase } from '#platform/storage/database.ts'

// Verifies that the whole history is unchanged. Exit code 1: it was changed. Exit code 2: it cannot be read.
const { values } = parseArgs({
  options: {
    database: {
      type: 'string',
      default: process.env.DATABASE_URL || process.env.DATABASE_FILE || 'data/grantkeeper.sqlite',
    },
    replay: { type: 'boolean', default: false },
  },
})

const damages: Readonly<Record<Damage['kind'], (id: number) => string>> = {
  removed: (id) => `Entry ${id} is missing. It was removed from the middle or the beginning.`,
  changed: (id) => `Entry ${id} isn't the original entry. It was changed, inserted, or moved.`,
  cut: (id) => `Entry ${id} is missing. The end of the history was cut off.`,
  added: (id) => `Entry ${id} wasn't written by Grantkeeper.`,
  anchor: (id) =>
    `The history begins after entry ${id}, but no entry records that retention removed the earlier ones.`,
  head: () => 'The row that marks the end of the history is missing.',
}

const place = ({ tenantId, setId, id }: Difference): string =>
  [tenantId, setId, id].filter(Boolean).join(' / ')

const plural = (n: number, one: string): string => `${n.toLocaleString('en-US')} ${one}${n === 1 ? '' : 's'}`

/** True when everything matches. */
async function verify(path: string): Promise<boolean> {
  // Opening a missing file would create it.
  if (!/^postgres/i.test(path) && !existsSync(path.replace(/^(?:sqlite|file):(?:\/\/(?=\/))?/i, ''))) {
    throw new Error(`There is no database at "${path}"`)
  }
  const database = await openDatabase(path)
  try {
    const { entries, firstAt, lastAt, head, anchor, damage, replay } = await verifyHistory(
      database.db,
      values,
    )
    if (anchor)
      console.log(`Entries up to ${anchor.id} were removed by retention. Their last hash: ${anchor.hash}`)
    const when = firstAt && lastAt ? `, from ${firstAt.toISOString()} to ${lastAt.toISOString()}` : ''
    console.log(`${plural(entries, 'entry').replace('entrys', 'entries')} verified${when}`)
    if (damage) {
      console.log(`DAMAGED. ${damages[damage.kind](damage.id)}`)
      return false
    }
    console.log(`The chain is intact. Entry ${head?.id}, hash ${head?.hash}`)
    if (!replay) return true
    for (const each of replay.differences) {
      console.log(
        `  ${each.kind} ${place(each)}: history ${each.replayed ?? 'nothing'}, stored ${each.stored ?? 'nothing'}`,
      )
    }
    if (replay.pruned > 0)
      console.log(`${plural(replay.pruned, 'state')} whose entries were removed by retention`)
    console.log(
      replay.count === 0
        ? 'The tables match the history.'
        : `DIFFERENT. ${plural(replay.count, 'state')} in the tables ${replay.count === 1 ? "doesn't" : "don't"} match the history.`,
    )
    return replay.count === 0
  } finally {
    await database.close()
  }
}

try {
  process.exitCode = (await verify(values.database)) ? 0 : 1
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}
