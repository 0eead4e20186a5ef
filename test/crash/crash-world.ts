import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Agent } from 'undici'
import { vi } from 'vitest'
import { readConfig } from '#platform/config/read-config.ts'
import { environmentOf } from '../../demo/environment.ts'
import { seedDatabase } from '../../demo/seed.ts'
import { demo, makeDemoWorld } from '../../emulator/demo-world.ts'
import { type Emulator, startEmulator } from '../../emulator/server.ts'
import { type OnDisk, query } from '../support/facts.ts'
import type { Lag } from '../support/fake-connector.ts'
import { type FakeTeams, makeFakeTeams } from '../support/fake-teams.ts'
import { freePort } from '../support/free-port.ts'
import { folderForFiles } from '../support/memory-folder.ts'
import { startWebhookReceiver, type WebhookReceiver, writeTargetsTo } from '../support/webhook-receiver.ts'
import type { BotProcess, Bots } from './bots.ts'

/** The bot as a process of its own that can be killed at any step, between an emulator and a Teams that live on. */
export interface CrashWorld extends OnDisk {
  teams: FakeTeams
  emulator: Emulator
  /** Another system that is sent every event since the bot was started first. */
  webhook: { receiver: WebhookReceiver; key: string; since: number }
  botUrl: string
  arm: BotProcess['arm']
  settle: BotProcess['settle']
  /** The same, and waits for cards that change at their own pace a few seconds later. */
  rest: BotProcess['settle']
  /** The value of `work`. Rejects if the bot dies before. */
  whileAlive<T>(work: Promise<T>): Promise<T>
  /** Starts it again if it has died; true if it had. */
  revive(): Promise<boolean>
  end(): Promise<void>
}

export interface Ground {
  bots: Bots
  /** As `seedOnce` made it. */
  seededFile: string
  lagMs?: Lag
}

export async function startCrashWorld({ bots, seededFile, lagMs }: Ground): Promise<CrashWorld> {
  const port = await freePort()
  const botUrl = `http://127.0.0.1:${port}`
  const world = makeDemoWorld({ redirectUri: `${botUrl}/consent/callback` })
  const lags = lagMs ? { lagMs } : {}
  const emulator = await startEmulator({ world, ...lags })
  const ports = { bot: port, emulator: Number(new URL(emulator.url).port) }
  const folder = await mkdtemp(join(folderForFiles, 'grantkeeper-crash-'))
  const file = join(folder, 'bot.sqlite')
  await copyFile(seededFile, file)
  const receiver = await startWebhookReceiver()
  const targets = writeTargetsTo(file, [{ name: 'siem', url: receiver.url }])
  const environment = { ...environmentOf(ports, file), LOG_LEVEL: 'error', WEBHOOKS_FILE: targets.file }
  // A new connection per request: a kept one may be closed by the bot, alive or not, while a request is written to it.
  const dispatcher = new Agent({ pipelining: 0 })
  const teams = await makeFakeTeams({ botUrl, homeTenantId: demo.homeTenantId, dispatcher, ...lags })
  const onDisk = { config: { database: file } }
  const [head] = query<{ position: number }>(onDisk, 'select position from event_head')
  const webhook = { receiver, key: targets.keys.siem ?? '', since: head?.position ?? 0 }
  let bot = await bots.take()
  await bot.open(environment)
  return {
    ...onDisk,
    teams,
    emulator,
    webhook,
    botUrl,
    arm: (step) => bot.arm(step),
    settle: () => bot.settle(),
    rest: async () => {
      await bot.settle()
      const isOver = (): boolean => !bot.isAlive() || query(onDisk, stillToTell).length === 0
      await vi.waitUntil(isOver, { timeout: 20_000, interval: 100 })
      return bot.settle()
    },
    whileAlive: (work) =>
      Promise.race([
        work,
        bot.gone.then((): never => {
          throw new Error('The bot has died')
        }),
      ]),
    revive: async () => {
      if (bot.isAlive()) return false
      // A card for the next one who asks is not for who asked the dead.
      teams.giveUp()
      bot = await bots.take()
      await bot.open(environment)
      return true
    },
    end: async () => {
      await bot.arm(0)
      const isWell = await bot.close().then(
        () => true,
        () => false,
      )
      if (isWell) bots.giveBack(bot)
      else await bot.kill()
      await dispatcher.close()
      await teams.close()
      await emulator.close()
      await receiver.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const stillToTell = "select 1 from outbox union all select 1 from jobs where queue = 'alerts.deliver'"

/** A few of the demo: what a round does for each tenant, it does for them. */
const fewTenants = demo.tenants.filter(({ displayName }) => /^(Contoso|Fabrikam|Adatum)/.test(displayName))

export interface Seeded {
  file: string
  remove(): Promise<void>
}

/** A database as the demo begins with, after the first reads. That takes a while, so it is done once for many runs. */
export async function seedOnce(bots: Bots, { few }: { few: boolean }): Promise<Seeded> {
  const folder = await mkdtemp(join(folderForFiles, 'grantkeeper-crash-'))
  const file = join(folder, 'seeded.sqlite')
  const ports = { bot: 1, emulator: 1 }
  await seedDatabase(readConfig(environmentOf(ports, file)), few ? fewTenants : demo.tenants)
  await readOnce(bots, file)
  return { file, remove: () => rm(folder, { recursive: true }) }
}

async function readOnce(bots: Bots, file: string): Promise<void> {
  const emulator = await startEmulator()
  const port = await freePort()
  const bot = await bots.take()
  await bot.open({
    ...environmentOf({ bot: port, emulator: Number(new URL(emulator.url).port) }, file),
    LOG_LEVEL: 'error',
  })
  await bot.settle()
  await bot.close()
  bots.giveBack(bot)
  await emulator.close()
}
