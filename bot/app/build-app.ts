import { tellOfPlace } from '#domain/reactions/place-gone.ts'
import { type EarlyServer, makeEarlyServer } from '#edge/http/early-server.ts'
import { makeMetrics } from '#edge/http/metrics.ts'
import { readRefusedSince } from '#edge/teams/conversations/conversations-store.ts'
import { makeReaders } from '#edge/teams/turns/readers.ts'
import { renderFollowedCard } from '#edge/views/render-followed-card.ts'
import type { Config } from '#platform/config/read-config.ts'
import { readQueueFigures } from '#platform/jobs/count-jobs-store.ts'
import { type Address, orderingKeyOf } from '#platform/outbox/address.ts'
import { readFigures } from '#platform/outbox/dead-letters-store.ts'
import { makeOutbox } from '#platform/outbox/delivery-loop.ts'
import { alwaysLeader, shareLeaderLease } from '#platform/outbox/leader-lease.ts'
import type { Subject } from '#platform/outbox/outbox-store.ts'
import { SendLimits } from '#platform/outbox/send-limits.ts'
import type { Tx } from '#platform/storage/database.ts'
import { readAs } from '../../cards/reader.ts'
import { openDomain, type Parts } from './domain.ts'
import { guardingOf } from './guarding.ts'
import { type Lifecycle, makeLifecycle } from './lifecycle.ts'
import { loadTeamsSdk } from './load-teams-sdk.ts'
import { openWebhooks } from './open-webhooks.ts'
import { addRoutes, healthOf } from './routes.ts'
import { openTeams } from './teams.ts'
import { addWorkers } from './workers.ts'

/** Builds the bot without starting it. @throws ConfigError, CatalogError, or the errors of `openDatabase` */
export async function buildApp(
  config: Config,
  parts: Parts & { earlyServer?: EarlyServer } = {},
): Promise<Lifecycle> {
  const metrics = makeMetrics()
  const { requestEnded: onRequest, tenantRead: onTenantRead, throttled: onThrottled } = metrics
  const wiring = { onRequest, onTenantRead, onThrottled }
  const domain = await openDomain(config, parts, wiring)
  const { database, clock, log } = domain
  const { sendLimits = new SendLimits(), step } = parts
  const readers = makeReaders()
  const openSdk = await loadTeamsSdk(config.teamsSdk)
  const teams = openTeams(config, domain, metrics, { ...parts, openSdk, sendLimits, readers })
  // Not for whoever's turn woke the outbox.
  const render = (subject: Subject, address: Address) =>
    readAs(readers.find(address), () => renderFollowedCard(domain, subject, address))
  const onDoubt = async (tx: Tx, { conversationId }: { conversationId: string }) => {
    const since = (await readRefusedSince(tx, conversationId)) ?? clock()
    await tellOfPlace(domain, tx, { why: 'refused', address: orderingKeyOf(conversationId) }, since)
  }
  const sending = {
    database,
    clock,
    log,
    chat: teams.outgoing,
    sendLimits,
    onSent: metrics.messageEnded,
    onDoubt,
  }
  const leaderLease = database.isShared ? shareLeaderLease({ database, clock, log }) : alwaysLeader
  const outbox = makeOutbox({ ...sending, leaderLease, render, ...(step && { step }) })
  metrics.watchOutbox(async () => {
    const refused = outbox.refusedSince !== undefined
    return { ...(await readFigures(database.db, clock())), refused }
  })
  metrics.watchSync(domain.directory.throttleFigures, () => readQueueFigures(database, clock()))
  const webhooks = openWebhooks(config, domain, metrics, parts)
  addWorkers(domain, { syncParallel: config.sync.parallel })
  const health = { isReady: false }
  const isRefused = () => outbox.refusedSince !== undefined
  const isReady = () => health.isReady
  const { earlyServer = makeEarlyServer(log, guardingOf(config, log, clock)) } = parts
  addRoutes(earlyServer.server, { config, deps: domain, teams, metrics, isReady })
  earlyServer.open(healthOf({ deps: domain, isReady, isRefused }))
  return makeLifecycle(config, { domain, teams, outbox, webhooks, earlyServer, health })
}
