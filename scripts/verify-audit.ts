import { existsSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type AnchorProblem, type AnchorVerdict, compareAnchors } from '#domain/audit/compare-anchors.ts'
import type { Difference } from '#domain/audit/compare-replay.ts'
import { type HistoryAnchor, parseAnchor } from '#domain/audit/history-anchor.ts'
import { type Keyring, makeKeyring } from '#domain/audit/keyring.ts'
import type { ChainVerdict, Damage } from '#domain/audit/verify-chain.ts'
import { type HistoryVerdict, verifyHistory } from '#domain/audit/verify-history.ts'
import { loadAuditKeys } from '#platform/config/audit-keys.ts'
import { openDatabase } from '#platform/storage/open-database.ts'

if (existsSync('.env')) process.loadEnvFile('.env')

// Verifies that the whole history is unchanged. Exit code 1: it was changed. Exit code 2: it cannot be read.
const { values } = parseArgs({
  options: {
    database: {
      type: 'string',
      default: process.env.DATABASE_URL || process.env.DATABASE_FILE || 'data/grantkeeper.sqlite',
    },
    replay: { type: 'boolean', default: false },
    anchor: { type: 'string', multiple: true, default: [] },
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
  unsealed: (id) => `Entry ${id} has no MAC, but earlier ones have. Grantkeeper didn't write it.`,
  forged: (id) => `Entry ${id} has a MAC that isn't Grantkeeper's. The history was rewritten from there on.`,
  key: (id) =>
    `Entry ${id} is sealed with a key that isn't in use there. The history was rewritten, or the bot hasn't started with the newest key yet.`,
  unknownKey: (id) =>
    `Entry ${id} is sealed with a key that isn't given. Add it to AUDIT_KEY after the newest one, or lost: and its ID.`,
  end: (id) => `Entry ${id} isn't the end that Grantkeeper sealed. Later entries were cut off.`,
  neverSealed: (id) =>
    `No entry up to ${id} has a MAC. The history was rewritten or cut, or the bot hasn't started with the key yet.`,
  noted: (id) => `Grantkeeper noted in entry ${id} that the history had been changed from outside.`,
}

const disagreements: Readonly<Record<AnchorProblem['kind'], (anchor: HistoryAnchor) => string>> = {
  cut: ({ id }) =>
    `the history ends before entry ${id}. Its end was cut off, or an older database was put back`,
  different: ({ id }) => `entry ${id} isn't the one of the anchor`,
  forged: ({ id }) => `the anchor of entry ${id} has a MAC that isn't Grantkeeper's`,
  unknownKey: ({ id, keyId }) =>
    `the anchor of entry ${id} is sealed with the key ${keyId}, which isn't given`,
}

const place = ({ tenantId, setId, id }: Difference): string =>
  [tenantId, setId, id].filter(Boolean).join(' / ')

const plural = (n: number, one: string): string =>
  `${n.toLocaleString('en-US')} ${n === 1 ? one : `${one}s`.replace(/ys$/, 'ies')}`

/** True when everything matches. */
async function verify(path: string): Promise<boolean> {
  // Opening a missing file would create it.
  if (!/^postgres/i.test(path) && !existsSync(path.replace(/^(?:sqlite|file):(?:\/\/(?=\/))?/i, ''))) {
    throw new Error(`There is no database at "${path}"`)
  }
  const anchors = values.anchor.flatMap(readAnchors)
  const keyring = makeKeyring(loadAuditKeys())
  const database = await openDatabase(path)
  try {
    const { db } = database
    const verdict = await verifyHistory(db, { replay: values.replay, keyring })
    printRange(verdict)
    const isWhole = printChain(verdict, keyring)
    const agrees = anchors.length === 0 || printAnchors(await compareAnchors(db, anchors, keyring))
    return (verdict.replay ? printReplay(verdict.replay) : true) && isWhole && agrees
  } finally {
    await database.close()
  }
}

/** From a file of anchors or a log, or from one anchor that is given as it was printed. */
function readAnchors(given: string): HistoryAnchor[] {
  const lines = existsSync(given) ? readFileSync(given, 'utf8').split('\n') : [given]
  const anchors = lines.map(parseAnchor).filter((anchor) => anchor !== undefined)
  if (anchors.length === 0)
    throw new Error(
      `There is no anchor in "${given.slice(0, 80)}". Give a file of anchors, or one anchor as it was shown.`,
    )
  return anchors
}

function printRange({ entries, firstAt, lastAt, anchor }: ChainVerdict): void {
  if (anchor)
    console.log(`Entries up to ${anchor.id} were removed by retention. Their last hash: ${anchor.hash}`)
  const when = firstAt && lastAt ? `, from ${firstAt.toISOString()} to ${lastAt.toISOString()}` : ''
  console.log(`${plural(entries, 'entry')} verified${when}`)
}

function printChain({ unsealed, reigns, damage, head }: ChainVerdict, keyring: Keyring | undefined): boolean {
  if (keyring || reigns.length > 0)
    console.log(`${plural(unsealed, 'entry')} before the first key: chained only.`)
  for (const { keyId, firstId, entries, isChecked } of reigns)
    console.log(
      `${plural(entries, 'entry')} from ${firstId} on sealed with the key ${keyId}: ${isChecked ? 'verified' : 'not verified, because the key is not given'}.`,
    )
  if (damage) console.log(`DAMAGED. ${damages[damage.kind](damage.id)}`)
  else console.log(`The chain is intact. Entry ${head?.id}, hash ${head?.hash}`)
  return !damage
}

function printAnchors({ agreeing, unsealed, pruned, problem }: AnchorVerdict): boolean {
  if (agreeing > 0)
    console.log(`${plural(agreeing, 'anchor')} matched${unsealed > 0 ? `, ${unsealed} without a MAC` : ''}.`)
  if (pruned > 0) console.log(`${plural(pruned, 'anchor')} of entries that were removed by retention`)
  if (!problem) return true
  const { kind, anchor, confirmedId } = problem
  const when = anchor.at === undefined ? '' : ` of ${anchor.at}`
  console.log(
    `DISAGREES with the anchor${when}: ${disagreements[kind](anchor)}. ` +
      (confirmedId > 0
        ? `Up to entry ${confirmedId}, the history is confirmed; from entry ${confirmedId + 1} on, it isn't.`
        : 'No anchor confirms an earlier entry.'),
  )
  return false
}

function printReplay({ differences, count, pruned }: NonNullable<HistoryVerdict['replay']>): boolean {
  for (const each of differences) {
    console.log(
      `  ${each.kind} ${place(each)}: history ${each.replayed ?? 'nothing'}, stored ${each.stored ?? 'nothing'}`,
    )
  }
  if (pruned > 0) console.log(`${plural(pruned, 'state')} whose entries were removed by retention`)
  console.log(
    count === 0
      ? 'The tables match the history.'
      : `DIFFERENT. ${plural(count, 'state')} in the tables ${count === 1 ? "doesn't" : "don't"} match the history.`,
  )
  return count === 0
}

try {
  process.exitCode = (await verify(values.database)) ? 0 : 1
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}
