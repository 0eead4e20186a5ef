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

// Each is made once in a worker: both read twelve tenants, which takes longer than most tests.
let seeded: Promise<Buffer> | undefined
let read: Promise<Buffer> | undefined

/**
 * When flows begin, whatever day it is: what the catalog says ends on a day, and a story that begins before midnight ends after it.
 */
export const flowsBeginAt = new Date('2026-11-30T10:00:00.000Z')

/** Makes the file a database of the demo as it begins, for programs with the real clock: the first reads are due. */
export async function writeSeededFile(path: string): Promise<void> {
  seeded ??= seedOnce(systemClock())
  await writeFile(path, await seeded)
}

/** Makes the file a database of the demo after the first reads. Returns the moment for which that is so. */
export async function writeReadFile(path: string): Promise<Date> {
  read ??= readOnce(flowsBeginAt)
  await writeFile(path, await read)
  return flowsBeginAt
}

function seedOnce(at: Date): Promise<Buffer> {
  const nowhere = { bot: 1, emulator: 1 }
  return readDatabaseFile((file) => seedDatabase(readConfig(environmentOf(nowhere, file)), undefined, at))
}

async function readOnce(at: Date): Promise<Buffer> {
  const begun = await seedOnce(at)
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
  return bytes
}
