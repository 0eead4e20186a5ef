import { writeFile } from 'node:fs/promises'
import { systemClock } from '#platform/base/time.ts'
import { readConfig } from '#platform/config/read-config.ts'
import { environmentOf } from '../../demo/environment.ts'
import { seedDatabase } from '../../demo/seed.ts'
import { readDatabaseFile } from './databases.ts'

interface Seeded {
  bytes: Buffer
  at: Date
}

/** Made once in a worker: a seed takes an emulator and the reads of twelve tenants. */
let seeded: Promise<Seeded> | undefined

/** Makes the file a database of the demo as it begins. Returns when it was seeded: what the seed left for now is due then. */
export async function writeSeededFile(path: string): Promise<Date> {
  seeded ??= seedOnce()
  const { bytes, at } = await seeded
  await writeFile(path, bytes)
  return at
}

async function seedOnce(): Promise<Seeded> {
  const nowhere = { bot: 1, emulator: 1 }
  const bytes = await readDatabaseFile((file) => seedDatabase(readConfig(environmentOf(nowhere, file))))
  return { bytes, at: systemClock() }
}
