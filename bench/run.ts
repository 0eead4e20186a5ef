import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { measureApproval, measureApprovalOnPostgres } from './approval.ts'
import { type Bench, openBench, smoke, whole } from './bench.ts'
import { measureChatTurn, measureChatTurnOnPostgres } from './chat-turn.ts'
import { keepResults, type Results, type Row, tableOf } from './figures.ts'
import { measureFleet } from './fleet.ts'
import { measureNaive } from './naive.ts'
import { measureOutbox, measureOutboxOnPostgres } from './outbox.ts'
import { measureStartUp } from './start-up.ts'
import { measureSync, measureSyncOnPostgres } from './sync.ts'
import { measureTeamsSdks } from './teams-sdk.ts'
import { measureTenantList, measureTenantPages } from './tenant-list.ts'
import { measureTrouble } from './trouble.ts'
import { measureWebhooks } from './webhooks.ts'

const measurements: Readonly<Record<string, (bench: Bench) => Promise<Row[]>>> = {
  'chat-turn': measureChatTurn,
  'chat-turn-postgres': measureChatTurnOnPostgres,
  'teams-sdk': measureTeamsSdks,
  approval: measureApproval,
  'approval-postgres': measureApprovalOnPostgres,
  sync: measureSync,
  'sync-postgres': measureSyncOnPostgres,
  'sync-fleet-1000': (bench) => measureFleet(bench, 0),
  'sync-fleet-10000': (bench) => measureFleet(bench, 1),
  'sync-fleet-100000': (bench) => measureFleet(bench, 2),
  'sync-naive': measureNaive,
  'sync-trouble': measureTrouble,
  tenants: measureTenantList,
  'tenants-pages': measureTenantPages,
  outbox: measureOutbox,
  'outbox-postgres': measureOutboxOnPostgres,
  webhooks: measureWebhooks,
  'start-up': measureStartUp,
}

const usage = `node bench/run.ts [--smoke] [--only ${Object.keys(measurements).join('|')},…]`

/** Covered by the fleets in between. */
const alike = ['sync-fleet-1000', 'sync-fleet-100000']

/** Runs all measurements with their baselines into `results.json`. A missed bar is a result; only errors fail the run. */
async function run(): Promise<void> {
  const { values } = parseArgs({ options: { smoke: { type: 'boolean' }, only: { type: 'string' } } })
  const all = Object.keys(measurements).filter((name) => !values.smoke || !alike.includes(name))
  const names = values.only === undefined ? all : values.only.split(',')
  const bench = await openBench(values.smoke ? smoke : whole)
  const taken: Results = {}
  try {
    for (const name of names) {
      const measure = measurements[name]
      if (!measure) throw new Error(usage)
      console.error(`measuring ${name} …`)
      taken[name] = { rows: await measure(bench), measuredAt: new Date().toISOString().slice(0, 10) }
    }
  } finally {
    await bench.close()
  }
  console.log(`\n${tableOf(Object.values(taken).flatMap(({ rows }) => rows))}\n`)
  if (!values.smoke) keepResults(fileURLToPath(new URL('results.json', import.meta.url)), taken)
}

// Children and files are removed on exit, which a signal alone would skip.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
await run()
