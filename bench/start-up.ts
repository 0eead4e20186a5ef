import { rm } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { build } from '../scripts/bundle/build.ts'
import { type Bench, botSettings } from './bench.ts'
import { startChild } from './child.ts'
import { makeRow, median, type Row } from './figures.ts'
import { residentMb } from './process-figures.ts'
import { seedDatabase } from './seed.ts'

/** What is started, and its bars in ms. */
interface Side {
  name: string
  file: string
  listening: number
  ready: Readonly<Record<'cold' | 'warm', number>>
}

const sources: Side = {
  name: 'sources',
  file: 'bot/index.ts',
  listening: 1_500,
  ready: { cold: 2_500, warm: 2_500 },
}
const mostIdleMb = 170

/**
 * From the start of the process to the first 200 of `/healthz` and `/readyz`, the first start and later ones: the sources,
 * and the bundle that production runs.
 */
export async function measureStartUp(bench: Bench): Promise<Row[]> {
  const folder = join(bench.folder, 'dist')
  const startedAt = performance.now()
  const { size, mapSize } = await build(folder)
  const builtMs = performance.now() - startedAt
  const production: Side = {
    name: 'production',
    file: join(folder, 'bot.mjs'),
    listening: 1_000,
    ready: { cold: 1_000, warm: 600 },
  }
  const databaseFile = join(bench.folder, 'start-up.sqlite')
  const { environment } = await botSettings(bench, databaseFile)
  await seedDatabase(environment, { count: bench.size.short, read: true })
  return [
    makeRow('production: build', builtMs, 'ms'),
    makeRow('production: size of the bundle', size / 1_000_000, 'MB'),
    makeRow('production: size of its source maps', mapSize / 1_000_000, 'MB'),
    ...(await measureSides(bench, databaseFile, [sources, production])),
  ]
}

/** Taken in turns, so that other load meets both. */
async function measureSides(bench: Bench, databaseFile: string, sides: readonly Side[]): Promise<Row[]> {
  const cache = join(bench.folder, 'start-up-cache')
  const starts = sides.map((side) => ({ side, cold: [] as Start[], warm: [] as Start[] }))
  for (let time = 0; time < bench.size.starts; time += 1)
    for (const { side, cold, warm } of starts) {
      await rm(cache, { recursive: true, force: true })
      cold.push(await startOnce(bench, databaseFile, { cache, file: side.file }))
      warm.push(await startOnce(bench, databaseFile, { cache, file: side.file }))
    }
  return starts.flatMap(({ side, cold, warm }) => [
    ...rowsOf(side, 'cold', cold),
    ...rowsOf(side, 'warm', warm),
    ...memoryRowOf(side, warm),
  ])
}

/** ms since the start of the process. */
export interface Start {
  listening: number
  ready: number
  /** Resident memory then; undefined on other systems than Linux. */
  residentMb: number | undefined
}

function rowsOf({ name, listening, ready }: Side, which: 'cold' | 'warm', starts: readonly Start[]): Row[] {
  const said = which === 'cold' ? 'compile cache empty' : 'later starts'
  const row = (what: 'listening' | 'ready', atMost: number): Row =>
    makeRow(`${name}: start to ${what}, ${said}`, median(starts.map((start) => start[what])), 'ms', {
      bar: { of: 'value', atMost },
    })
  return [row('listening', listening), row('ready', ready[which])]
}

function memoryRowOf({ name }: Side, starts: readonly Start[]): Row[] {
  const resident = starts.flatMap((start) => start.residentMb ?? [])
  if (resident.length === 0) return []
  const bar = name === 'production' ? { bar: { of: 'value', atMost: mostIdleMb } as const } : {}
  return [makeRow(`${name}: resident memory, ready`, median(resident), 'MB', bar)]
}

interface StartOptions {
  /** Folder of the compile cache. */
  cache: string
  file?: string
  change?: Readonly<Record<string, string>>
}

export async function startOnce(
  bench: Bench,
  databaseFile: string,
  { cache, file = sources.file, change = {} }: StartOptions,
): Promise<Start> {
  const { url, environment } = await botSettings(bench, databaseFile)
  const startedAt = performance.now()
  const child = startChild({
    name: 'start-up-bot',
    file,
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
