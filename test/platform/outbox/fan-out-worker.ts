import { openDatabase } from '#platform/storage/database.ts'
import { fanOut } from './fan-out.ts'

// Delivers and prints what the channel took, until it is killed from outside.
const [path = '', startMs] = process.argv.slice(2)
const database = await openDatabase(path)
await fanOut({
  database,
  startMs: Number(startMs),
  card: 'as it was',
  onTaken: (taken) => process.stdout.write(`${JSON.stringify(taken)}\n`),
})
