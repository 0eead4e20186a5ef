import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import type { Database } from '#platform/storage/database.ts'
import { seedDatabase } from '../../bench/seed.ts'
import { environmentOf } from '../../demo/environment.ts'
import { demo } from '../../emulator/demo-world.ts'
import { addFault } from '../../emulator/faults.ts'
import { makeFleetWorld } from '../../emulator/fleet-world.ts'
import { type Emulator, startEmulator } from '../../emulator/server.ts'
import { type FakeTeams, makeFakeTeams } from '../support/fake-teams.ts'
import { freePort } from '../support/free-port.ts'
import { emptyPostgres, openInstance } from '../support/postgres-database.ts'
import { administer } from '../support/postgres-server.ts'

const main = new URL('instance-process.ts', import.meta.url)
/** Starting is most of the time of a run. */
const compileCache = join(tmpdir(), 'grantkeeper-compile-cache')

/** One process of the bot. */
export interface Instance {
  child: ChildProcess
  /** Ends as an operator ends it, and waits for that. */
  stop(): Promise<void>
  /** Processor time so far. */
  cpuMs(): number
}

/** Processes of the bot on one database, between an emulator and a Teams. */
export interface Cluster {
  teams: FakeTeams
  emulator: Emulator
  database: Database
  /** Of the instances that live. */
  urls(): readonly string[]
  start(): Promise<Instance>
  query(sql: string): Promise<Record<string, unknown>[]>
  /** How often each tenant was read since the log was cleared. */
  reads(): Map<string, number>
}

export interface ClusterOptions {
  tenants: number
  /** Latency of every answer of Graph. */
  graphMs: number
  /** Reads of one instance at a time. */
  parallel: number
  /** More variables of every instance. */
  environment?: Record<string, string>
}

export async function startCluster({
  tenants,
  graphMs,
  parallel,
  environment: more,
}: ClusterOptions): Promise<Cluster> {
  const address = await emptyPostgres()
  const world = makeFleetWorld(tenants)
  addFault(world, { where: 'graph', effect: { kind: 'slow', ms: graphMs } })
  const emulator = await startEmulator({ world })
  const emulatorPort = Number(new URL(emulator.url).port)
  const settings = { SYNC_PARALLEL: `${parallel}`, LOG_LEVEL: 'warn' }
  const environment = (port: number) => ({
    ...environmentOf({ bot: port, emulator: emulatorPort }, address),
    ...settings,
    ...more,
  })
  await seedDatabase(environment(1), { count: tenants, read: false })
  const urls: string[] = []
  let turns = 0
  // Any instance takes any turn.
  const botUrl = () => urls[turns++ % urls.length] ?? ''
  const teams = await makeFakeTeams({ botUrl, homeTenantId: demo.homeTenantId })
  const children = new Set<ChildProcess>()
  onTestFinished(async () => {
    for (const child of children) await kill(child)
    await teams.close()
    await emulator.close()
  })
  return {
    teams,
    emulator,
    database: await openInstance(address),
    urls: () => [...urls],
    query: (text) => administer(address, text),
    reads: () => countReads(emulator),
    start: async () => {
      const port = await freePort()
      const child = await startChild(environment(port))
      children.add(child)
      const url = `http://127.0.0.1:${port}`
      urls.push(url)
      child.once('exit', () => urls.splice(urls.indexOf(url), 1))
      return { child, stop: () => stop(child), cpuMs: () => cpuOf(child) }
    },
  }
}

async function startChild(environment: Record<string, string>): Promise<ChildProcess> {
  const child = fork(main, {
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: compileCache, ...environment },
    execArgv: [],
  })
  const [report] = await Promise.race([once(child, 'message'), once(child, 'exit')])
  if (typeof report !== 'object') throw new Error('Expected the bot to listen')
  return child
}

const isAlive = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null

async function kill(child: ChildProcess): Promise<void> {
  if (!isAlive(child)) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

/** Linux says it in hundredths of a second. */
function cpuOf({ pid }: ChildProcess): number {
  const [, text = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')
  const fields = text.split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

function countReads({ log }: Emulator): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { method, path, tenantId } of log.entries({ service: 'graph' })) {
    if (method !== 'POST' || !path.endsWith('/$batch') || !tenantId || tenantId === demo.homeTenantId)
      continue
    counts.set(tenantId, (counts.get(tenantId) ?? 0) + 1)
  }
  return counts
}

/** Asks until it is so; the test's own time limit ends it. */
export async function until(isSo: () => Promise<boolean> | boolean, everyMs = 50): Promise<void> {
  while (!(await isSo())) await pause(everyMs)
}
