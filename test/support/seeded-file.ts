import { writeFile } from 'node:fs/promises'
import { buildApp } from '#app/build-app.ts'
import { systemClock } from '#platform/base/time.ts'
import { readConfig } from '#platform/config/read-config.ts'
import { environmentOf } from '../../demo/environment.ts'
import { seedDatabase } from '../../demo/seed.ts'
import { makeClock } from '../../emulator/clock.ts'
import { makeDemoWorld } from '../../emulator/demo-world.ts'
import { startEmulator } from '../../emulator/server.ts'
import { makeTestClock } from './clocks.ts'
import { readDatabaseFile } from './databases.ts'
import { freePort } from './free-port.ts'
import { makeTestLog } from './logs.ts'
import { wideSendLimits } from './wide-send-limits.ts'

interface Seeded {
  bytes: Buffer
  /** What the seed left for now is due then. */
  at: Date
}

// Each is made once in a worker: both read twelve tenants, which takes longer than most tests.
let seeded: Promise<Seeded> | undefined
let read: Promise<Seeded> | undefined

/** Makes the file a database of the demo as it begins: the first reads are due. */
export async function writeSeededFile(path: string): Promise<void> {
  seeded ??= seedOnce()
  await writeFile(path, (await seeded).bytes)
}

/** Makes the file a database of the demo after the first reads. Returns the moment for which that is so. */
export async function writeReadFile(path: string): Promise<Date> {
  read ??= readOnce()
  const { bytes, at } = await read
  await writeFile(path, bytes)
  return at
}

async function seedOnce(): Promise<Seeded> {
  const nowhere = { bot: 1, emulator: 1 }
  const bytes = await readDatabaseFile((file) => seedDatabase(readConfig(environmentOf(nowhere, file))))
  return { bytes, at: systemClock() }
}

async function readOnce(): Promise<Seeded> {
  seeded ??= seedOnce()
  const { bytes: begun, at } = await seeded
  const emulator = await startEmulator({ world: makeDemoWorld({ clock: makeClock({ startAt: at }) }) })
  const ports = { bot: await freePort(), emulator: Number(new URL(emulator.url).port) }
  const parts = {
    clock: makeTestClock(at.toISOString()),
    log: makeTestLog(),
    sendLimits: wideSendLimits({ pace: true }),
  }
  const bytes = await readDatabaseFile(async (file) => {
    await writeFile(file, begun)
    const app = await buildApp(readConfig(environmentOf(ports, file)), parts)
    await app.start()
    await app.settled()
    await app.stop()
  })
  await emulator.close()
  return { bytes, at }
}
