import { onTestFinished } from 'vitest'
import { buildApp } from '#app/build-app.ts'
import type { Parts } from '#app/domain.ts'
import type { Lifecycle } from '#app/lifecycle.ts'
import { type Config, readConfig } from '#platform/config/read-config.ts'
import { environmentOf } from '../../demo/environment.ts'
import { seedDatabase } from '../../demo/seed.ts'
import { makeClock } from '../../emulator/clock.ts'
import { demo, makeDemoWorld } from '../../emulator/demo-world.ts'
import { type Emulator, startEmulator } from '../../emulator/server.ts'
import { makeTestClock } from './clocks.ts'
import { temporaryFile } from './databases.ts'
import { type FakeTeams, makeFakeTeams, type TeamsPerson } from './fake-teams.ts'
import { freePort } from './free-port.ts'
import { makeGraphChecker } from './graph-shapes.ts'
import { type Guard, guardedEnvironment } from './guarded.ts'
import { type LogLine, makeTestLog } from './logs.ts'
import { flowsBeginAt, writeReadFile } from './seeded-file.ts'
import { sdkOfRun } from './teams-sdks.ts'
import { wideSendLimits } from './wide-send-limits.ts'

export type TestClock = ReturnType<typeof makeTestClock>

export interface WholeApp {
  config: Config
  emulator: Emulator
  teams: FakeTeams
  clock: TestClock
  log: { lines: LogLine[] }
  botUrl: string
  /** Advances time for the bot and Microsoft, and runs everything due. */
  pass(ms: number): Promise<void>
  settled(): Promise<void>
  /** The test breaks the shape of Graph's answers on purpose: they are no longer checked. */
  expectOddAnswers(): void
  /**
   * Starts another instance on the same database; from then on, turns alternate between them. `own`: what it has for itself,
   * for example a clock. Gives its URL.
   */
  addInstance(own?: Parts): Promise<string>
  /** Restarts the bot on the same file, as after a crash. */
  restart(how?: Restart): Promise<void>
}

export interface Restart {
  /** Number of concurrent `stop` calls. Default: 1. */
  orders?: number
  /** Runs on the file while the bot is stopped. */
  between?: () => Promise<unknown>
  /** What the new start is configured to from then on. */
  change?: Partial<Config>
}

/** People of the demo by first name. */
export const people = Object.fromEntries(
  demo.people.map(({ id, name }) => [name.split(' ')[0]?.toLowerCase() ?? '', { name, objectId: id }]),
) as Readonly<Record<'alice' | 'bob' | 'olivia' | 'victor' | 'gus' | 'nadia', TeamsPerson>>

/** The tenant of the demo whose name starts with this. */
export const tenantIdOf = (name: string): string => tenantNamed(name).id

/** For lines that act at once: they ask about a part of a name. */
export const fullNameOf = (name: string): string => tenantNamed(name).displayName

function tenantNamed(name: string) {
  const tenant = demo.tenants.find(({ displayName }) => displayName.startsWith(name))
  if (!tenant) throw new Error(`Expected a tenant "${name}" in the demo`)
  return tenant
}

/**
 * Bot, emulator with the demo world and fake Teams, each on its own port, closed when the test ends. With a guard, the bot
 * checks token signatures and uses a real credential. `change` replaces variables. `startAt`: begins at this moment, with an
 * empty database.
 */
export async function startWholeApp(
  parts: Parts = {},
  guard?: Guard,
  change: Readonly<Record<string, string>> = {},
  startAt?: Date,
): Promise<WholeApp> {
  const log = makeTestLog()
  const port = await freePort()
  const botUrl = `http://127.0.0.1:${port}`
  const file = await temporaryFile()
  const readAt = startAt ?? (change.DATABASE_URL ? undefined : await writeReadFile(file))
  const world = makeDemoWorld({
    redirectUri: `${botUrl}/consent/callback`,
    clock: makeClock({ startAt: readAt ?? flowsBeginAt }),
  })
  const shapes = makeGraphChecker()
  const emulator = await startEmulator({ world, onGraphAnswer: shapes.check })
  const ports = {
    bot: port,
    emulator: Number(new URL(emulator.url).port),
  }
  const guarded = guard ? guardedEnvironment(world, guard) : {}
  const sdk = { TEAMS_SDK: sdkOfRun }
  const config = readConfig({ ...environmentOf(ports, file), ...sdk, ...guarded, ...change })
  if (!readAt) await seedDatabase(config, undefined, flowsBeginAt)
  // Work that the seed left for now is due when the clock starts.
  const clock = makeTestClock((readAt ?? flowsBeginAt).toISOString())
  const given = { clock, log, sendLimits: wideSendLimits({ pace: true }), ...parts }
  let current = config
  let app = await start(current, given)
  const doors = [botUrl]
  let turns = 0
  const door = (): string => doors[turns++ % doors.length] ?? botUrl
  const others: Lifecycle[] = []
  const teams = await makeFakeTeams({ botUrl: door, homeTenantId: demo.homeTenantId, ...guard?.speakers() })
  guard?.met(teams.serviceUrl, clock)
  onTestFinished(async () => {
    for (const each of [app, ...others]) await each.stop()
    await teams.close()
    await emulator.close()
    shapes.assertClean()
  })
  await app.settled()
  const settled = async (): Promise<void> => {
    await app.settled()
    // Each instance can leave new work for the other.
    for (const each of others) for (const next of [each, app]) await next.settled()
  }
  return {
    config,
    emulator,
    teams,
    clock,
    log,
    botUrl,
    settled,
    expectOddAnswers: shapes.stop,
    pass: async (ms) => {
      clock.forward(ms)
      emulator.clock.advance(ms)
      await settled()
    },
    addInstance: async (own) => {
      const ownPort = await freePort()
      const ownUrl = `http://127.0.0.1:${ownPort}`
      others.push(await start({ ...config, port: ownPort }, { ...given, ...own }))
      doors.push(ownUrl)
      return ownUrl
    },
    restart: async ({ orders = 1, between, change: to } = {}) => {
      await Promise.all(Array.from({ length: orders }, () => app.stop()))
      await between?.()
      current = { ...current, ...to }
      app = await start(current, given)
      await app.settled()
    },
  }
}

async function start(config: Config, parts: Parts): Promise<Lifecycle> {
  const app = await buildApp(config, parts)
  await app.start()
  return app
}
