import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { onTestFinished } from 'vitest'
import { readConfig } from '../../bot/config.ts'
import { environmentOf } from '../../demo/environment.ts'
import { seedDatabase } from '../../demo/seed.ts'
import { demo, makeDemoWorld } from '../../emulator/demo-world.ts'
import { type Emulator, startEmulator } from '../../emulator/server.ts'
import { temporaryFile } from '../support/databases.ts'
import { type FakeTeams, makeFakeTeams } from '../support/fake-teams.ts'
import { freePort } from '../support/free-port.ts'
import type { Order, Report } from './app-process.ts'

/** The bot as a process of its own that can be killed at any step, between an emulator and a Teams that live on. */
export interface CrashWorld {
  teams: FakeTeams
  emulator: Emulator
  botUrl: string
  /** Counts from now on, and dies at that step; 0: never. */
  arm(step: number): Promise<void>
  /** Waits until nothing is due. Returns the steps since `arm`, or undefined if the process died on the way. */
  settle(): Promise<number | undefined>
  /** Starts it again if it has died; true if it had. */
  revive(): Promise<boolean>
  end(): Promise<void>
  /** Rows as they are on the disk. */
  query<Row>(sql: string, ...values: (string | number)[]): Row[]
}

const main = new URL('app-process.ts', import.meta.url)
/** Starting is most of the time of a run. */
const compileCache = join(tmpdir(), 'grantkeeper-compile-cache')

/** @param seededFile as `seedOnce` made it */
export async function startCrashWorld(seededFile: string): Promise<CrashWorld> {
  const port = await freePort()
  const botUrl = `http://127.0.0.1:${port}`
  const emulator = await startEmulator({
    world: makeDemoWorld({ redirectUri: `${botUrl}/consent/callback` }),
  })
  const emulatorPort = Number(new URL(emulator.url).port)
  const ports = { bot: port, emulator: emulatorPort }
  const file = await temporaryFile()
  await copyFile(seededFile, file)
  const environment = { ...environmentOf(ports, file), LOG_LEVEL: 'error' }
  const teams = await makeFakeTeams({ botUrl, homeTenantId: demo.homeTenantId })
  let child = await startChild(environment)
  const end = async (): Promise<void> => {
    await kill(child)
    await teams.close()
    await emulator.close()
  }
  onTestFinished(end)
  return {
    teams,
    emulator,
    botUrl,
    arm: (step) => send(child, { arm: step }),
    settle: () => settle(child),
    revive: async () => {
      if (isAlive(child)) return false
      child = await startChild(environment)
      return true
    },
    end,
    query: (sql, ...values) => query(file, sql, values),
  }
}

const isAlive = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null

async function startChild(environment: Record<string, string>): Promise<ChildProcess> {
  const child = fork(main, {
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: compileCache, ...environment },
    execArgv: [],
  })
  const [report] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [Report | number]
  if (typeof report !== 'object' || !('listening' in report)) throw new Error('Expected the bot to listen')
  return child
}

async function kill(child: ChildProcess): Promise<void> {
  if (!isAlive(child)) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

async function settle(child: ChildProcess): Promise<number | undefined> {
  if (!isAlive(child)) return undefined
  const answer = Promise.race([once(child, 'message'), once(child, 'exit')])
  await send(child, { settle: true })
  const [report] = (await answer) as [Report | number | null]
  return report !== null && typeof report === 'object' && 'settled' in report ? report.steps : undefined
}

/** A process that has just died takes no orders; that is not a failure here. */
function send(child: ChildProcess, order: Order): Promise<void> {
  return new Promise((resolve) => {
    if (isAlive(child)) child.send(order, () => resolve())
    else resolve()
  })
}

function query<Row>(file: string, sql: string, values: (string | number)[]): Row[] {
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    return db.prepare(sql).all(...values) as Row[]
  } finally {
    db.close()
  }
}

/** A database as the demo begins with. Seeding reads twelve tenants, so it is done once for all runs. */
export async function seedOnce(): Promise<{ file: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'grantkeeper-crash-'))
  const file = join(folder, 'seeded.sqlite')
  const ports = { bot: 1, emulator: 1 }
  await seedDatabase(readConfig(environmentOf(ports, file)))
  return { file, remove: () => rm(folder, { recursive: true }) }
}
