import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { environmentOf } from '../../demo/environment.ts'
import { demo, makeDemoWorld } from '../../emulator/demo-world.ts'
import { makeFleetWorld } from '../../emulator/fleet-world.ts'
import { type Emulator, startEmulator } from '../../emulator/server.ts'
import { temporaryFile } from './databases.ts'
import { type FakeTeams, makeFakeTeams } from './fake-teams.ts'
import { freePort } from './free-port.ts'
import { addSecret, type Guard, guardedEnvironment, makeGuard } from './guarded.ts'
import { programOf } from './programs.ts'
import { writeSeededFile } from './seeded-file.ts'

/** The real program in a child process with authentication, between an emulator and a fake Teams that outlive it. */
export interface BotProcess {
  origin: string
  port: number
  /** See `heapOf`; 0 without `inspect`. */
  inspectPort: number
  environment: Record<string, string>
  /** Path of the database. */
  file: string
  emulator: Emulator
  teams: FakeTeams
  guard: Guard
  /** A header that authenticates. */
  authorization(): Promise<string>
  /** Starts the program and resolves when it is ready. */
  start(): Promise<void>
  /** Starts the program and resolves with its exit. */
  startToEnd(): Promise<Ended>
  /** Sends the signal and resolves with the exit. */
  end(signal: 'SIGTERM' | 'SIGKILL' | 'SIGINT'): Promise<Ended>
  signal(signal: NodeJS.Signals): void
  pid: number
}

export interface Ended {
  code: number | null
  /** The output on stderr. */
  said: string
}

export interface BotProcessOptions {
  /** The entry file of the bot. */
  entry?: string
  /** What is started in place of the bundle of `entry`, in its folder. */
  program?: string
  environment?: Readonly<Record<string, string>>
  /** Seeds the tenants of the demo, which are read. */
  seeded?: boolean
  database?: string
  /** Customers of an emulated fleet instead of the demo's. */
  fleet?: number
  /** Opens the inspector for `heap`. */
  inspect?: boolean
}

const secret = 'bot~secret~value'

export async function makeBotProcess(options: BotProcessOptions = {}): Promise<BotProcess> {
  const { entry = 'bot/index.ts', environment = {}, seeded = false, inspect = false } = options
  const port = await freePort()
  const inspectPort = inspect ? await freePort() : 0
  const origin = `http://127.0.0.1:${port}`
  const redirectUri = `${origin}/consent/callback`
  const world =
    options.fleet === undefined
      ? makeDemoWorld({ redirectUri })
      : makeFleetWorld(options.fleet, { redirectUri })
  const guard = await makeGuard({ BOT_SECRET: secret }, (target) =>
    addSecret(target, demo.bot.clientId, secret),
  )
  const emulator = await startEmulator({ world })
  const file = options.database ?? (await temporaryFile())
  const ports = { bot: port, emulator: Number(new URL(emulator.url).port) }
  const variables = { ...environmentOf(ports, file), ...guardedEnvironment(world, guard), ...environment }
  if (seeded) await writeSeededFile(file)
  const teams = await makeFakeTeams({ botUrl: origin, homeTenantId: demo.homeTenantId, ...guard.speakers() })
  guard.met(teams.serviceUrl, () => new Date())
  let child: ChildProcess | undefined
  let said = ''
  const program = options.program ?? (await programOf(entry))
  const flags = [...(inspect ? [`--inspect=127.0.0.1:${inspectPort}`] : []), ...profileFlags()]
  const launch = (): ChildProcess => {
    said = ''
    child = spawn(process.execPath, [...flags, program], {
      env: {
        PATH: process.env.PATH,
        LOG_LEVEL: 'error',
        ...variables,
      },
      stdio: ['ignore', 'inherit', 'pipe'],
      ...(options.program && { cwd: dirname(options.program) }),
    })
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
    return child
  }
  const ended = async (of: ChildProcess): Promise<Ended> => {
    if (of.exitCode === null && of.signalCode === null) await once(of, 'close')
    return { code: of.exitCode, said }
  }
  const current = (): ChildProcess => {
    if (!child) throw new Error('Expected the bot to have been started')
    return child
  }
  onTestFinished(async () => {
    child?.kill(process.env.PROFILE ? 'SIGTERM' : 'SIGKILL')
    if (child) await ended(child)
    await Promise.all([guard.channel.close(), teams.close(), emulator.close()])
  })
  return {
    origin,
    port,
    inspectPort,
    environment: variables,
    file,
    emulator,
    teams,
    guard,
    authorization: async () => `Bearer ${await guard.channel.sign()}`,
    start: async () => {
      const started = launch()
      await untilReady(origin, started, () => said)
    },
    startToEnd: () => ended(launch()),
    end: async (signal) => {
      current().kill(signal)
      return ended(current())
    },
    signal: (signal) => void current().kill(signal),
    get pid() {
      return current().pid ?? 0
    },
  }
}

/** With PROFILE=folder, each process writes a CPU profile there on a regular exit. */
function profileFlags(): string[] {
  const folder = process.env.PROFILE
  return folder ? ['--cpu-prof', `--cpu-prof-dir=${folder}`] : []
}

async function untilReady(origin: string, bot: ChildProcess, said: () => string): Promise<void> {
  for (let tries = 0; tries < 1_200 && bot.exitCode === null; tries += 1) {
    const answer = await fetch(`${origin}/readyz`).catch(() => undefined)
    if (answer?.status === 200) return
    await pause(50)
  }
  throw new Error(`Expected the bot to get ready, it said: ${said()}`)
}
