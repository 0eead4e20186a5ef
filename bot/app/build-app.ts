import { windUpPrune } from '#domain/audit/prune-history.ts'
import { windUp } from '#domain/sync/tick.ts'
import { type Door, makeDoor } from '#edge/http/early-server.ts'
import { makeMetrics } from '#edge/http/metrics.ts'
import type { Teams } from '#edge/teams/teams.ts'
import { renderLiveCard } from '#edge/views/live-cards.ts'
import type { Config } from '#platform/config/read-config.ts'
import { countDueJobs } from '#platform/jobs/count-jobs-store.ts'
import type { Address } from '#platform/outbox/address.ts'
import { readFigures } from '#platform/outbox/dead-letters-store.ts'
import { makeOutbox } from '#platform/outbox/delivery-loop.ts'
import { alone, shareLead } from '#platform/outbox/leader-lease.ts'
import type { Subject } from '#platform/outbox/outbox-store.ts'
import { Gate } from '#platform/outbox/send-limits.ts'
import type { Outbox } from '#platform/outbox/sending.ts'
import { makeChannel } from './channel.ts'
import { type Domain, openDomain, type Parts } from './domain.ts'
import { addRoutes, healthOf } from './routes.ts'
import { addWorkers } from './workers.ts'

export interface App {
  /** Listens, then takes up what an earlier process left. Rejects if the port is taken. */
  start(): Promise<{ port: number }>
  /** Finishes what is under way and closes everything; a second call waits for the first. */
  stop(): Promise<void>
  /** Resolves when no turn, job or message is under way or due. */
  settled(): Promise<void>
}

/** The whole bot, not started; behind a door that may be listening already. @throws ConfigError, CatalogError, or what opening the database throws */
export async function buildApp(config: Config, parts: Parts & { door?: Door } = {}): Promise<App> {
  const metrics = makeMetrics()
  const { requestEnded: onRequest, tenantRead: onTenantRead, throttled: onThrottled } = metrics
  const wiring = { onRequest, onTenantRead, onThrottled }
  const domain = await openDomain(config, parts, wiring)
  const { database, clock, log } = domain
  const { gate = new Gate() } = parts
  const teams = makeChannel(config, domain, metrics, { ...parts, gate })
  const render = (subject: Subject, address: Address) => renderLiveCard(domain, subject, address)
  const { step } = parts
  const sending = { database, clock, log, chat: teams.outgoing, gate, onSent: metrics.messageEnded }
  const lead = database.isShared ? shareLead({ database, clock, log }) : alone
  const outbox = makeOutbox({ ...sending, lead, render, ...(step && { step }) })
  metrics.watchOutbox(async () => {
    const refused = outbox.refusedSince !== undefined
    return { ...(await readFigures(database.db, clock())), refused }
  })
  metrics.watchSync(domain.directory.pace, () => countDueJobs(database.db, clock()))
  addWorkers(domain, { syncParallel: config.sync.parallel })
  const health = { isReady: false }
  const isRefused = () => outbox.refusedSince !== undefined
  const isReady = () => health.isReady
  const { door = makeDoor(log) } = parts
  addRoutes(door.server, { config, deps: domain, teams, metrics, isReady })
  door.open(healthOf({ deps: domain, isReady, isRefused }))
  return live(config, { domain, teams, outbox, door, health })
}

interface Organs {
  domain: Domain
  teams: Teams & { close(): Promise<void> }
  outbox: Outbox
  door: Door
  health: { isReady: boolean }
}

function live(config: Config, organs: Organs): App {
  const { domain, teams, outbox, door, health } = organs
  let stopped: Promise<void> | undefined
  return {
    start: async () => {
      // Says that it lives while it takes up what was left, and lets nobody in before that is done.
      const port = await door.listen(config)
      await windUp(domain)
      await windUpPrune(domain)
      await outbox.start()
      await domain.jobs.start()
      health.isReady = true
      return { port }
    },
    stop: () => {
      health.isReady = false
      stopped ??= close(organs)
      return stopped
    },
    settled: async () => {
      await teams.settled()
      await domain.jobs.settled()
      await outbox.settled()
    },
  }
}

/** From the door inwards: nothing new comes in, what is under way is finished, then the connections go. */
async function close({ domain, teams, outbox, door }: Organs): Promise<void> {
  await door.close()
  await teams.settled()
  await domain.jobs.stop()
  await outbox.stop()
  await teams.close()
  await domain.directory.close()
  await domain.database.close()
}
