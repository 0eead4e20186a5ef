import { once } from 'node:events'
import { silentLog } from '#platform/base/log.ts'
import { systemClock } from '#platform/base/time.ts'
import { openBossJobs } from '#platform/jobs/boss.ts'
import { openDatabase } from '#platform/storage/open-database.ts'
import { writing } from './setup-commits.ts'

// A separate instance: takes the job, prints that, works until it is signaled, and prints that it has ended.
const database = await openDatabase(process.argv[2] ?? '')
const jobs = await openBossJobs({ database, clock: systemClock, log: silentLog, queues: ['work'] })
jobs.work('work', { concurrency: 1 }, async () => {
  process.stdout.write('taken\n')
  await once(process.stdin, 'data')
  return writing('the slow one')
})
await jobs.start()
await jobs.stop()
process.stdout.write('ended\n')
process.exit(0)
