import { onTestFinished } from 'vitest'
import { type PreflightParts, tryConfiguration } from '#app/try-configuration.ts'
import { loadCatalog } from '#domain/catalog/load-catalog.ts'
import type { CheckReport } from '#domain/preflight/run-checks.ts'
import type { Config } from '#platform/config/read-config.ts'
import { demo } from '../../emulator/demo-world.ts'
import type { World } from '../../emulator/world/types.ts'
import { addSecret, type Guard, makeGuard, registrationOf } from './guarded.ts'
import { startWholeApp, type WholeApp } from './whole-app.ts'

export const botSecret = 'bot~secret~value'

/** A bot with authentication in a world in which every check passes; nothing was built, so there is no app package. */
export async function startHealthyApp(
  change: Readonly<Record<string, string>> = {},
): Promise<{ app: WholeApp; guard: Guard; world: World }> {
  const guard = await makeGuard({ BOT_SECRET: botSecret }, readyForPreflight)
  onTestFinished(() => guard.channel.close())
  const app = await startWholeApp({}, guard, change)
  return { app, guard, world: app.emulator.world }
}

/** The demo's bot has no credential, and may not have every role that other systems need. */
export function readyForPreflight(world: World): void {
  addSecret(world, demo.bot.clientId, botSecret)
  const bot = registrationOf(world, demo.bot.clientId)
  const missing = ['Access.Read', 'Events.Read', 'History.Read'].filter(
    (role) => !bot.appRoles.some(({ value }) => value === role),
  )
  bot.appRoles.push(
    ...missing.map((value, at) => ({ id: `1a1a1a1a-0000-4000-8000-00000000ee0${at}`, value })),
  )
}

/** One run against the app's world, with another configuration or other parts than the bot has. */
export async function runPreflight(
  { config, clock, log }: WholeApp,
  change: Partial<Config> = {},
  parts: Partial<PreflightParts> = {},
): Promise<Readonly<Record<string, string>>> {
  const catalog = await loadCatalog()
  const { checks } = await tryConfiguration(
    { ...config, ...change },
    { catalog, clock, log: silenced(log), ...parts },
  )
  return Object.fromEntries(checks.map(sayShortly))
}

const silenced = (_log: WholeApp['log']) => ({ debug() {}, info() {}, warn() {}, error() {} })

/** `readerRegistration` → `failed singleTenant`; of sets by their name. */
function sayShortly({ id, subject, result }: CheckReport): [string, string] {
  const why =
    'outcome' in result
      ? result.outcome.name
      : 'cause' in result
        ? result.cause
        : 'why' in result
          ? result.why
          : ''
  return [subject ?? id, `${result.state} ${why}`.trim()]
}
