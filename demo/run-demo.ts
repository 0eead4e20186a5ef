import { randomBytes } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readConfig } from '#platform/config/read-config.ts'
import { makeDemoWorld } from '../emulator/demo-world.ts'
import { startEmulator } from '../emulator/server.ts'
import { environmentOf } from './environment.ts'
import { makeLaterClients, untilMet } from './later-clients.ts'
import { startPlayground } from './playground.ts'
import { assertFree, choosePorts, host, type Ports } from './ports.ts'
import { type Program, startProgram } from './program.ts'
import { firstScreens } from './screens.ts'
import { seedDatabase } from './seed.ts'
import { seedOwners } from './seed-owners.ts'
import { serveStartPage } from './start-page.ts'
import { untilReady } from './until-ready.ts'

export interface DemoOptions {
  /** The first of nine ports in a row. */
  ports?: string | undefined
  /** A catalog file with sets of the demo, instead of the built-in one. */
  catalog?: string | undefined
  /** A file of webhook targets on this machine. */
  webhooks?: string | undefined
  /** Another program as the bot, such as `dist/bot.mjs`. */
  bot?: string | undefined
}

/** Starts the bot, the emulator, and the Teams-like clients, prints their addresses, and stops all of them on Ctrl-C. */
export async function runDemo(options: DemoOptions): Promise<void> {
  const ports = choosePorts(options.ports)
  await assertFree(ports)
  const folder = resolve('data', `demo-${ports.page}`)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const demo = await startAll(ports, folder, options)
  const stop = async (code: number): Promise<never> => {
    await demo.stop()
    process.exit(code)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(0))
  try {
    await Promise.race([ready(ports), ...demo.programs.map((program) => program.ended)])
    console.log(linksOf(ports, folder))
    await Promise.race(demo.programs.map((program) => program.ended))
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    await stop(1)
  }
}

interface Running {
  programs: readonly Program[]
  stop(): Promise<void>
}

async function startAll(ports: Ports, folder: string, options: DemoOptions): Promise<Running> {
  const { catalog, webhooks } = options
  const botUrl = `http://${host}:${ports.bot}`
  const world = makeDemoWorld({ redirectUri: `${botUrl}/consent/callback` })
  const emulator = await startEmulator({ port: ports.emulator, host, world, botUrl })
  // The clients take the longest to start and do not need the bot for it.
  const teams = await Promise.all(
    firstScreens.map(({ person, part }) =>
      startPlayground({ person, port: ports[part], botPort: ports.bot, folder }),
    ),
  )
  const environment = {
    ...environmentOf(ports, join(folder, 'grantkeeper.sqlite')),
    ...(catalog === undefined ? {} : { CATALOG_FILE: resolve(catalog) }),
    ...(webhooks === undefined ? {} : { WEBHOOKS_FILE: resolve(webhooks) }),
    // As new as the database.
    AUDIT_KEY: randomBytes(32).toString('base64url'),
    AUDIT_ANCHOR_FILE: join(folder, 'anchors.jsonl'),
    // Short, so that alerts follow changes on the world page quickly.
    SYNC_SECONDS: '10',
  }
  const config = readConfig(environment)
  await seedDatabase(config)
  await seedOwners(config)
  const main = resolve(options.bot ?? fileURLToPath(new URL('../bot/index.ts', import.meta.url)))
  const programs = [startProgram({ name: 'bot', args: [main], environment, folder }), ...teams]
  const later = makeLaterClients(ports, folder)
  const page = await serveStartPage(ports, later.open)
  const stop = async (): Promise<void> => {
    page.close()
    page.closeAllConnections()
    await Promise.all([...programs.map((program) => program.stop()), later.stop()])
    await emulator.close()
  }
  return { programs, stop }
}

async function ready(ports: Ports): Promise<void> {
  await untilReady(`http://${host}:${ports.bot}/readyz`)
  for (const screen of firstScreens) await untilMet(screen, ports)
}

function linksOf(ports: Ports, folder: string): string {
  return `
  Grantkeeper is ready. Open http://${host}:${ports.page}

    Alice's Teams   http://${host}:${ports.teamsOfAlice}
    Bob's Teams     http://${host}:${ports.teamsOfBob}
    Olivia's Teams  http://${host}:${ports.teamsOfOlivia}
    What if…        http://${host}:${ports.emulator}/world/what-if
    The world       http://${host}:${ports.emulator}/world
    The apps        http://${host}:${ports.emulator}/apps

  Logs are in ${folder}. To stop everything, press Ctrl+C.
`
}
