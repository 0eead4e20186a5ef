import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { list } from '../../bot/audit/audit-store.ts'
import { takeDue } from '../../bot/outbox/outbox-store.ts'
import type { Database } from '../../bot/storage/database.ts'
import { openTestDatabase, temporaryFile } from '../support/databases.ts'

const worker = fileURLToPath(new URL('crash-worker.ts', import.meta.url))

/** Runs the worker until it is dead; returns how many entries it had been told were written. */
async function runUntilKilled(
  args: string[],
  onAnswer?: (count: number, kill: () => void) => void,
): Promise<number> {
  const child = spawn(process.execPath, ['--no-warnings', worker, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let answered = 0
  createInterface({ input: child.stdout }).on('line', () => {
    answered++
    onAnswer?.(answered, () => child.kill('SIGKILL'))
  })
  const [, signal] = await once(child, 'close')
  expect(signal).toBe('SIGKILL')
  return answered
}

async function contents({ db }: Database) {
  const entries = await list(db, { limit: 100_000 })
  const messages = await takeDue(db, new Date(1e12), 100_000)
  return {
    entries: entries.map((entry) => entry.id).reverse(),
    messages: messages.map(({ subject }) => Number(subject.id)),
  }
}

test('kill -9 in the middle of the work loses nothing that was answered, and halves nothing', async () => {
  const path = await temporaryFile()
  const answered = await runUntilKilled([path], (count, kill) => {
    if (count === 100) kill()
  })
  expect(answered).toBeGreaterThanOrEqual(100)
  const { entries, messages } = await contents(await openTestDatabase({}, path))
  expect(entries.length).toBeGreaterThanOrEqual(answered)
  expect(messages).toEqual(entries)
})

test.each([
  ['transaction.begin', 2],
  ['transaction.commit', 2],
  ['transaction.committed', 3],
])('killed at %s of the third, the file holds %i', async (step, count) => {
  const path = await temporaryFile()
  expect(await runUntilKilled([path, step, '3'])).toBe(2)
  const { entries, messages } = await contents(await openTestDatabase({}, path))
  expect(entries).toHaveLength(count)
  expect(messages).toEqual(entries)
})
