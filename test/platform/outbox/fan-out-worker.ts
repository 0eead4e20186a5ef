import { writeSync } from 'node:fs'
import { openDatabase } from '#platform/storage/open-database.ts'
import { fanOut } from './fan-out.ts'

const stdout = 1

// Delivers and prints what the channel accepted, until it is killed. `process.stdout` would keep lines in memory, and lose
// them with the process, when the reader is slow.
const [path = '', startMs] = process.argv.slice(2)
const database = await openDatabase(path)
await fanOut({
  database,
  startMs: Number(startMs),
  card: 'as it was',
  onTaken: (taken) => void writeSync(stdout, `${JSON.stringify(taken)}\n`),
})
