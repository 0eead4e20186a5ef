import { scheduleAccessWatch } from '#domain/access/watch-access.ts'
import { scheduleCompareAccess } from '#domain/access-events/compare-access.ts'
import { scheduleChase } from '#domain/alerts/chase-campaigns.ts'
import { scheduleForgetActs } from '#domain/audit/forget-acts.ts'
import { schedulePrune } from '#domain/audit/prune-history.ts'
import { scheduleAnchor } from '#domain/audit/publish-anchor.ts'
import { scheduleSync } from '#domain/sync/tick.ts'
import { refoldNames } from '#domain/tenants/name-keys-store.ts'
import type { EarlyServer } from '#edge/http/early-server.ts'
import type { Teams } from '#edge/teams/make-teams.ts'
import type { Config } from '#platform/config/read-config.ts'
import type { Outbox } from '#platform/outbox/sending.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { Webhooks } from '#platform/webhooks/webhook-options.ts'
import type { Domain } from './domain.ts'

export interface Lifecycle {
  /** Listens, then resumes what an earlier process left. Rejects if the port is taken. */
  start(): Promise<{ port: number }>
  /** Finishes what is in progress and closes everything; a second call waits for the first. */
  stop(): Promise<void>
  /** Resolves when no turn, job or message is in progress or due. */
  settled(): Promise<void>
}

interface AppParts {
  domain: Domain
  teams: Teams & { close(): Promise<void> }
  outbox: Outbox
  webhooks: Webhooks
  earlyServer: EarlyServer
  /** Shared with the routes: requests are accepted only while it is true. */
  health: { isReady: boolean }
}

/** Starts and stops the parts of the bot in their order. */
export function makeLifecycle(config: Config, parts: AppParts): Lifecycle {
  const { domain, teams, outbox, webhooks, earlyServer, health } = parts
  let stopped: Promise<void> | undefined
  return {
    start: async () => {
      // `/healthz` answers while the work that was left is resumed; requests are accepted only afterwards.
      const port = await earlyServer.listen(config)
      await refoldNames(domain.database.db)
      await domain.database.transaction((tx) => scheduleJobs(domain, tx))
      await Promise.all([outbox.start(), webhooks.start()])
      await domain.jobs.start()
      health.isReady = true
      return { port }
    },
    stop: () => {
      health.isReady = false
      stopped ??= close(parts)
      return stopped
    },
    settled: async () => {
      await teams.settled()
      await domain.jobs.settled()
      // An alarm about a target leaves jobs.
      await webhooks.settled()
      await domain.jobs.settled()
      await outbox.settled()
    },
  }
}

/** The jobs that come again and again, and those that the program asks for at a start. One transaction: one write to the disk. */
async function scheduleJobs(domain: Domain, tx: Tx): Promise<void> {
  await scheduleSync(domain, tx)
  await schedulePrune(domain, tx)
  await scheduleAnchor(domain, tx)
  await scheduleForgetActs(domain, tx)
  await scheduleAccessWatch(domain, tx)
  await scheduleCompareAccess(domain, tx)
  await scheduleChase(domain, tx)
}

/** Stops accepting requests, finishes work in progress, then closes the connections. */
async function close({ domain, teams, outbox, webhooks, earlyServer }: AppParts): Promise<void> {
  await earlyServer.close()
  await teams.settled()
  await domain.jobs.stop()
  await Promise.all([outbox.stop(), webhooks.stop()])
  await teams.close()
  await domain.directory.close()
  await domain.database.close()
}
