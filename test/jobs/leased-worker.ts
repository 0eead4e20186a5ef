import { once } from 'node:events'
import { makeLeasedJobs } from '../../bot/jobs/leased.ts'
import { silentLog } from '../../bot/log.ts'
import { openDatabase } from '../../bot/storage/database.ts'
import { systemClock } from '../../bot/time.ts'
import { writing } from './setup-commits.ts'

// An instance of its own: takes the job, says so, and works until it is told to go on; then says that it has ended.
const database = await openDatabase(process.argv[2] ?? '')
const jobs = makeLeasedJobs({ database, clock: systemClock, log: silentLog })
jobs.work('work', { concurrency: 1 }, async () => {
  process.stdout.write('taken\n')
  await once(process.stdin, 'data')
  return writing('the slow one')
})
await jobs.start()
await jobs.stop()
process.stdout.write('ended\n')
process.exit(0)
