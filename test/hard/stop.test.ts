import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { addFault, removeFaults } from '../../emulator/faults.ts'
import { makeBotProcess } from '../support/bot-process.ts'
import { people } from '../support/whole-app.ts'
import { isFull } from './attack.ts'

test.runIf(isFull)(
  'SIGTERM while Graph hangs, with the limit that is shipped: 20 s, and the next start loses nothing',
  { timeout: 120_000 },
  async () => {
    const bot = await makeBotProcess({ seeded: true })
    const rounds = (): unknown[] => {
      const db = new DatabaseSync(bot.file, { readOnly: true })
      const rows = db.prepare('select state, done from sync_runs').all()
      db.close()
      return rows.map((row) => ({ ...row }))
    }
    await bot.start()
    await bot.teams.as(people.alice).ask('whoami')
    addFault(bot.emulator.world, { where: 'graph', effect: { kind: 'hang' } })
    await bot.teams.as(people.alice).ask('sync all')
    await expect.poll(rounds).toMatchObject([{ state: 'running' }])
    const startedAt = performance.now()
    const { code } = await bot.end('SIGTERM')
    const ms = performance.now() - startedAt
    process.stdout.write(`hard: SIGTERM while Graph hangs: ended with ${code} after ${ms.toFixed(0)} ms\n`)
    // Platforms kill after 30 s.
    expect(ms).toBeLessThan(22_000)
    removeFaults(bot.emulator.world)
    await bot.start()
    await expect.poll(rounds, { timeout: 30_000 }).toEqual([{ state: 'done', done: 12 }])
  },
)
