import { openDatabase } from '#platform/storage/database.ts'
import { fanOut } from './fan-out.ts'

// Delivers and prints what the channel accepted, until it is killed.
const [path = '', startMs] = process.argv.slice(2)
const database = await openDatabase(path)
await fanOut({
  database,
  startMs: Number(startMs),
  card: 'as it was',
  onTaken: (taken) => process.stdout.write(`${JSON.stringify(taken)}\n`),
})
