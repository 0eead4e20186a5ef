import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Pool } from 'undici'
import { environmentOf } from '../demo/environment.ts'
import { untilReady } from '../demo/until-ready.ts'
import { type Child, freePort, host, startChild } from './child.ts'
import { type Connector, startConnector } from './teams.ts'

/** How much is measured. */
export interface Size {
  rounds: number
  /** Seconds of load per round. */
  seconds: number
  warmUpSeconds: number
  connections: number
  /** Clicked tenants, many more than the card cache holds. */
  clicked: number
  /** Tenants that are synced. */
  synced: number
  /** Latency of every Graph response of the emulator. */
  graphMs: number
  /** Tenants per fleet, ascending, and rounds of each. */
  fleets: readonly { count: number; rounds: number }[]
  /** Tenants of the naive sync. */
  naive: number
  /** Tenants in the long list and in the short one. */
  long: number
  short: number
  /** Tenants per list whose first page is requested; the first is the baseline. */
  pages: readonly number[]
  /** Commands per round. */
  commands: number
  starts: number
  /** Cards posted and updated through the outbox per round. */
  messages: number
}

export const whole: Size = {
  rounds: 7,
  seconds: 4,
  warmUpSeconds: 6,
  connections: 32,
  clicked: 1_000,
  synced: 1_000,
  graphMs: 20,
  fleets: [
    { count: 1_000, rounds: 7 },
    { count: 10_000, rounds: 5 },
    { count: 100_000, rounds: 1 },
  ],
  naive: 500,
  long: 5_000,
  short: 50,
  pages: [100, 1_000, 10_000],
  commands: 100,
  starts: 5,
  messages: 1_000,
}

/** Only checks that everything works; its figures are meaningless. */
export const smoke: Size = {
  ...whole,
  rounds: 1,
  seconds: 1,
  warmUpSeconds: 1,
  clicked: 300,
  synced: 50,
  fleets: [
    { count: 40, rounds: 1 },
    { count: 80, rounds: 1 },
    { count: 160, rounds: 1 },
  ],
  naive: 20,
  long: 200,
  pages: [20, 40],
  commands: 20,
  starts: 1,
  messages: 100,
}

/** Shared by all measurements: a folder, the emulator with its fleet, and the channel. */
export interface Bench {
  size: Size
  folder: string
  emulatorPort: number
  emulatorUrl: string
  connector: Connector
  /** Starts a program, which ends with the bench at the latest, and waits until its URL answers 200. */
  start(program: Program): Promise<Child>
  close(): Promise<void>
}

interface Program {
  name: string
  file: string
  args?: readonly string[]
  environment?: Readonly<Record<string, string>>
  readyAt: string
}

export async function openBench(size: Size): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'grantkeeper-bench-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  const children: Child[] = []
  const start = async ({ readyAt, ...program }: Program): Promise<Child> => {
    const child = startChild({ ...program, folder })
    children.push(child)
    await Promise.race([untilReady(readyAt), child.ended])
    return child
  }
  const connector = await startConnector()
  const close = async (): Promise<void> => {
    await Promise.all(children.map((child) => child.stop()))
    await connector.close()
  }
  const emulatorPort = await freePort()
  const emulatorUrl = `http://${host}:${emulatorPort}`
  const bench = { size, folder, emulatorPort, emulatorUrl, connector, start, close }
  const args = ['--port', `${emulatorPort}`, '--world', `fleet:${Math.max(size.long, size.synced)}`]
  const readyAt = `${emulatorUrl}/world/api/state?limit=1`
  try {
    await start({ name: 'emulator', file: 'emulator/index.ts', args, readyAt })
  } catch (error) {
    await close()
    throw error
  }
  return bench
}

export interface Settings {
  url: string
  environment: Record<string, string>
}

/** The bot's environment for the emulator, and its URL. */
export async function botSettings({ emulatorPort }: Bench, databaseFile: string): Promise<Settings> {
  const bot = await freePort()
  const ports = { bot, emulator: emulatorPort }
  return { url: `http://${host}:${bot}`, environment: environmentOf(ports, databaseFile) }
}

/** The real bot, running, with one connection per concurrent request. */
export async function startBot(
  bench: Bench,
  name: string,
  databaseFile: string,
  settings?: Settings,
): Promise<{ child: Child; url: string; pool: Pool }> {
  const { url, environment } = settings ?? (await botSettings(bench, databaseFile))
  const child = await bench.start({ name, file: 'bot/index.ts', environment, readyAt: `${url}/readyz` })
  return { child, url, pool: new Pool(url) }
}
