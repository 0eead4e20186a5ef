import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { measureApproval } from './approval.ts'
import { type Bench, openBench, smoke, whole } from './bench.ts'
import { measureChatTurn } from './chat-turn.ts'
import { type Row, tableOf, writeRows } from './figures.ts'
import { measureFleet } from './fleet.ts'
import { measureNaive } from './naive.ts'
import { measureOutbox } from './outbox.ts'
import { measureStartUp } from './start-up.ts'
import { measureSync } from './sync.ts'
import { measureTenantList } from './tenant-list.ts'
import { measureTrouble } from './trouble.ts'

const measurements: Readonly<Record<string, (bench: Bench) => Promise<Row[]>>> = {
  'chat-turn': measureChatTurn,
  approval: measureApproval,
  sync: measureSync,
  'sync-fleet-1000': (bench) => measureFleet(bench, 0),
  'sync-fleet-10000': (bench) => measureFleet(bench, 1),
  'sync-fleet-100000': (bench) => measureFleet(bench, 2),
  'sync-naive': measureNaive,
  'sync-trouble': measureTrouble,
  tenants: measureTenantList,
  outbox: measureOutbox,
  'start-up': measureStartUp,
}

const usage = `node bench/run.ts [--smoke] [--only ${Object.keys(measurements).join('|')}]`

/** They do what the fleet between them does. */
const alike = ['sync-fleet-1000', 'sync-fleet-100000']

/**
 * Measures what was promised, each figure beside its baseline, and keeps a whole run in `results.json`. A missed bar is a
 * result, not a failure: this ends badly only when something did not work.
 */
async function run(): Promise<void> {
  const { values } = parseArgs({ options: { smoke: { type: 'boolean' }, only: { type: 'string' } } })
  const all = Object.keys(measurements).filter((name) => !values.smoke || !alike.includes(name))
  const names = values.only === undefined ? all : [values.only]
  const bench = await openBench(values.smoke ? smoke : whole)
  const rows: Row[] = []
  try {
    for (const name of names) {
      const measure = measurements[name]
      if (!measure) throw new Error(usage)
      console.error(`measuring ${name} …`)
      rows.push(...(await measure(bench)))
    }
  } finally {
    await bench.close()
  }
  console.log(`\n${tableOf(rows)}\n`)
  if (values.smoke || values.only !== undefined) return
  writeRows(fileURLToPath(new URL('results.json', import.meta.url)), rows)
}

// Children and files go at the end of this process, which a signal alone would not let come.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
await run()
