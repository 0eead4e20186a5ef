import { makeDoorLog } from '#edge/http/door-log.ts'
import type { GuardOptions } from '#edge/http/guard.ts'
import type { Log } from '#platform/base/log.ts'
import type { Clock } from '#platform/base/time.ts'
import type { Config } from '#platform/config/read-config.ts'

/** What the server does before any route. */
export const guardingOf = ({ publicUrl }: Config, log: Log, clock: Clock): GuardOptions => ({
  isSecure: publicUrl.startsWith('https:'),
  onRefused: makeDoorLog({ log, clock }),
})
