import { Pool } from 'undici'
import { demo } from '../emulator/demo-world.ts'
import { alternate } from './alternate.ts'
import type { Bench } from './bench.ts'
import { changeEverywhere, requestsOf } from './emulator.ts'
import { makeRow, median, type Row } from './figures.ts'
import { countedRound, type Fleet, openFleet } from './open-fleet.ts'
import { countsCpu, mostResidentMb } from './process-figures.ts'
import { prepareBatches, sendBatches } from './raw-batch.ts'
import { measured, parallel, type Round, syncAll } from './sync.ts'

/** Larger fleets are neither sent raw nor changed: the smaller ones show the same. */
const mostCompared = 10_000

/**
 * One fleet with cached tokens: rounds without changes, against a client that only sends the same batches; rounds in which
 * the facts of every set have changed; and the cost of the fleet's size, against the smallest fleet.
 */
export async function measureFleet(bench: Bench, index: number): Promise<Row[]> {
  const [small, fleet] = [bench.size.fleets[0], bench.size.fleets[index]]
  if (!small || !fleet) throw new Error(`Expected a fleet ${index}`)
  const ofSmall = index === 0 ? undefined : await msPerTenant(bench, small.count)
  const opened = await openFleet(bench, fleet.count)
  try {
    const rows = fleet.count <= mostCompared ? await compare(opened, fleet.rounds) : []
    const { requests, growth } = await measureGrowth(opened, ofSmall)
    return [
      ...rows,
      makeRow(`${title(fleet.count)}: requests per tenant`, requests, '', {
        bar: { of: 'value', atMost: 1 },
      }),
      ...growth,
    ]
  } finally {
    await opened.close()
  }
}

const title = (count: number): string => `sync of ${count} tenants`
const rate = (rounds: readonly Round[], count: number): number =>
  median(rounds.map(({ ms }) => (count / ms) * 1_000))

async function msPerTenant(bench: Bench, count: number): Promise<number> {
  const fleet = await openFleet(bench, count)
  try {
    const rounds = [await countedRound(fleet), await countedRound(fleet), await countedRound(fleet)]
    return median(rounds.map(({ ms }) => ms / count))
  } finally {
    await fleet.close()
  }
}

async function compare({ bench, bot, count }: Fleet, rounds: number): Promise<Row[]> {
  const batches = await prepareBatches(bench.emulatorUrl, await requestsOf(bench, 'graph', demo.homeTenantId))
  const pool = new Pool(bench.emulatorUrl, { connections: parallel })
  const raw = (): Promise<Round> => measured(process.pid, () => sendBatches(pool, batches, parallel))
  const changed = async (): Promise<Round> => {
    await changeEverywhere(bench)
    return syncAll(bench, bot, count)
  }
  await raw()
  const sides = [() => syncAll(bench, bot, count), raw, changed] as const
  const [same = [], plain = [], other = []] = await alternate(rounds, ...sides)
  await pool.close()
  const baseline = rate(plain, count)
  const cpu = (of: readonly Round[]): number => median(of.map((round) => round.cpuMs / count))
  const name = `${title(count)}, ${parallel} at a time, ${bench.size.graphMs} ms`
  return [
    makeRow(`${name}, nothing new, against raw $batch`, rate(same, count), 'tenants/s', {
      baseline,
      bar: { of: 'ratio', atLeast: 0.9 },
    }),
    makeRow(`${name}, all facts changed, against raw $batch`, rate(other, count), 'tenants/s', {
      baseline,
      bar: { of: 'ratio', atLeast: 0.75 },
    }),
    ...(countsCpu
      ? [
          makeRow(`${title(count)}: processor time per tenant`, cpu(same), 'ms', { baseline: cpu(plain) }),
          makeRow(`${title(count)}: the same, all facts changed`, cpu(other), 'ms', { baseline: cpu(plain) }),
        ]
      : []),
  ]
}

/** One more round: time per tenant, longest block of the event loop, and peak memory of the bot. */
async function measureGrowth(
  fleet: Fleet,
  ofSmall: number | undefined,
): Promise<{ requests: number; growth: Row[] }> {
  const { bot, count } = fleet
  await loopDelayMs(bot.url)
  const { ms, requests } = await countedRound(fleet)
  const delay = await loopDelayMs(bot.url)
  const memory = mostResidentMb(bot.child.pid)
  const small = ofSmall === undefined ? {} : { baseline: ofSmall }
  const grown = ofSmall === undefined ? {} : { bar: { of: 'ratio', atMost: 1.2 } as const }
  const growth = [
    makeRow(`${title(count)}: time per tenant, against the small fleet`, ms / count, 'ms', {
      ...small,
      ...grown,
    }),
    makeRow(`${title(count)}: event-loop delay, 99th percentile`, delay, 'ms', {
      bar: { of: 'value', atMost: 50 },
    }),
    ...(memory === undefined
      ? []
      : [
          makeRow(`${title(count)}: most resident memory of the bot`, memory, 'MB', {
            bar: { of: 'value', atMost: 512 },
          }),
        ]),
  ]
  return { requests, growth }
}

/** Since the last call. */
async function loopDelayMs(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const figure = /^nodejs_eventloop_lag_p99_seconds (\S+)$/m.exec(text)?.[1]
  if (figure === undefined) throw new Error('Expected the bot to tell its event-loop delay')
  return Number(figure) * 1_000
}
