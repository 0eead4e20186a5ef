import { rm } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Bench, botSettings } from './bench.ts'
import { startChild } from './child.ts'
import { makeRow, median, type Row } from './figures.ts'
import { residentMb } from './process-figures.ts'
import { seedDatabase } from './seed.ts'

const listening = { of: 'value', atMost: 1_500 } as const
const ready = { of: 'value', atMost: 2_500 } as const

/** From the start of the process to the first 200 of `/healthz` and `/readyz`: the first start and later ones. */
export async function measureStartUp(bench: Bench): Promise<Row[]> {
  const databaseFile = join(bench.folder, 'start-up.sqlite')
  const { environment } = await botSettings(bench, databaseFile)
  await seedDatabase(environment, { count: bench.size.short, read: true })
  const cache = join(bench.folder, 'start-up-cache')
  const cold: Start[] = []
  const warm: Start[] = []
  for (let time = 0; time < bench.size.starts; time += 1) {
    await rm(cache, { recursive: true, force: true })
    cold.push(await startOnce(bench, databaseFile, cache))
    warm.push(await startOnce(bench, databaseFile, cache))
  }
  return [...rowsOf('compile cache empty', cold), ...rowsOf('later starts', warm)]
}

/** ms since the start of the process. */
export interface Start {
  listening: number
  ready: number
  /** Resident memory then; undefined on other systems than Linux. */
  residentMb: number | undefined
}

function rowsOf(which: string, starts: readonly Start[]): Row[] {
  return [
    makeRow(`start to listening, ${which}`, median(starts.map((start) => start.listening)), 'ms', {
      bar: listening,
    }),
    makeRow(`start to ready, ${which}`, median(starts.map((start) => start.ready)), 'ms', { bar: ready }),
  ]
}

export async function startOnce(
  bench: Bench,
  databaseFile: string,
  cache: string,
  change: Readonly<Record<string, string>> = {},
): Promise<Start> {
  const { url, environment } = await botSettings(bench, databaseFile)
  const startedAt = performance.now()
  const child = startChild({
    name: 'start-up-bot',
    file: 'bot/index.ts',
    environment: { ...environment, ...change, NODE_COMPILE_CACHE: cache },
    folder: bench.folder,
  })
  const since = async (path: string): Promise<number> => {
    await Promise.race([untilWell(`${url}${path}`), child.ended])
    return performance.now() - startedAt
  }
  const times = { listening: await since('/healthz'), ready: await since('/readyz') }
  const start = { ...times, residentMb: residentMb(child.pid) }
  // The compile cache is written on exit.
  await child.stop()
  return start
}

const betweenMs = 5
const withinMs = 30_000

async function untilWell(url: string): Promise<void> {
  const endsAt = performance.now() + withinMs
  while (performance.now() < endsAt) {
    if (await isWell(url)) return
    await pause(betweenMs)
  }
  throw new Error(`${url} did not answer within ${withinMs / 1_000} s`)
}

/** Plain `node:http`, because an attempt must not disturb the starting program. */
function isWell(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    request(url, { agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
      .once('error', () => resolve(false))
      .end()
  })
}
