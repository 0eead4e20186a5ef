import { demo } from '../emulator/demo-world.ts'
import type { Bench } from './bench.ts'
import { type Child, freePort, host } from './child.ts'
import { countRequests, forgetRequests, slowGraphDown } from './emulator.ts'
import { type Round, type SyncBot, startSyncBot, syncAll } from './sync.ts'

/** A fleet in its own emulator, and a bot that has read every tenant once and has their tokens. */
export interface Fleet {
  bench: Bench
  bot: SyncBot
  count: number
  close(): Promise<void>
}

export async function openFleet(shared: Bench, count: number): Promise<Fleet> {
  const emulatorPort = await freePort()
  const emulatorUrl = `http://${host}:${emulatorPort}`
  const emulator: Child = await shared.start({
    name: `fleet-${count}-emulator`,
    file: 'emulator/index.ts',
    args: ['--port', `${emulatorPort}`, '--world', `fleet:${count}`],
    readyAt: `${emulatorUrl}/world/api/state?limit=1`,
  })
  const bench = { ...shared, emulatorPort, emulatorUrl }
  const bot = await startSyncBot(bench, count)
  await slowGraphDown(bench, shared.size.graphMs)
  await syncAll(bench, bot, count)
  const close = async (): Promise<void> => {
    await Promise.all([bot.child.stop(), bot.pool.close(), bot.database.close()])
    await emulator.stop()
  }
  return { bench, bot, count, close }
}

/** One round, and the requests per tenant. @throws Error if one got none, or two */
export async function countedRound({ bench, bot, count }: Fleet): Promise<Round & { requests: number }> {
  await forgetRequests(bench)
  const round = await syncAll(bench, bot, count)
  const { graph, login } = await countRequests(bench, demo.homeTenantId)
  if (graph.tenants !== count || graph.most !== 1) {
    throw new Error(`Expected one request for each of ${count}, got ${JSON.stringify(graph)}`)
  }
  return { ...round, requests: (graph.requests + login.requests) / count }
}
