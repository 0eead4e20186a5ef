import { rm } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Bench, botSettings } from './bench.ts'
import { startChild } from './child.ts'
import { makeRow, median, type Row } from './figures.ts'
import { seedDatabase } from './seed.ts'

const bar = { of: 'value', atMost: 2_500 } as const

/** From the start of the process to the first 200 on `/healthz`: as after an installation, and as every time after that. */
export async function measureStartUp(bench: Bench): Promise<Row[]> {
  const databaseFile = join(bench.folder, 'start-up.sqlite')
  const { environment } = await botSettings(bench, databaseFile)
  await seedDatabase(environment, { count: bench.size.short, read: true })
  const cache = join(bench.folder, 'start-up-cache')
  const cold: number[] = []
  const warm: number[] = []
  for (let time = 0; time < bench.size.starts; time += 1) {
    await rm(cache, { recursive: true, force: true })
    cold.push(await startOnce(bench, databaseFile, cache))
    warm.push(await startOnce(bench, databaseFile, cache))
  }
  return [
    makeRow('start to listening, compile cache empty', median(cold), 'ms', { bar }),
    makeRow('start to listening, later starts', median(warm), 'ms', { bar }),
  ]
}

async function startOnce(bench: Bench, databaseFile: string, cache: string): Promise<number> {
  const { url, environment } = await botSettings(bench, databaseFile)
  const startedAt = performance.now()
  const child = startChild({
    name: 'start-up-bot',
    file: 'bot/index.ts',
    environment: { ...environment, NODE_COMPILE_CACHE: cache },
    folder: bench.folder,
  })
  await Promise.race([untilHealthy(`${url}/healthz`), child.ended])
  const ms = performance.now() - startedAt
  // Its cache is written when it ends.
  await child.stop()
  return ms
}

const betweenMs = 5
const withinMs = 30_000

async function untilHealthy(url: string): Promise<void> {
  const endsAt = performance.now() + withinMs
  while (performance.now() < endsAt) {
    if (await isHealthy(url)) return
    await pause(betweenMs)
  }
  throw new Error(`${url} did not answer within ${withinMs / 1_000} s`)
}

/** Plain `node:http`, because an attempt must cost next to nothing beside the program that starts. */
function isHealthy(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    request(url, { agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
      .once('error', () => resolve(false))
      .end()
  })
}
