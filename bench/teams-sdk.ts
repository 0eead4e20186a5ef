import { join } from 'node:path'
import { loadTeamsSdk } from '#app/load-teams-sdk.ts'
import { makeHoldsOwnLink } from '#edge/teams/channel/own-links.ts'
import { makeSender, type Sender } from '#edge/teams/channel/send.ts'
import { systemClock as clock } from '#platform/base/time.ts'
import type { TeamsSdkName } from '#platform/config/read-config.ts'
import { alternate } from './alternate.ts'
import { type Bench, botSettings, type Settings, startBot } from './bench.ts'
import { type Server, shotAt, stop, warmUp } from './chat-turn.ts'
import { makeRow, median, type Row } from './figures.ts'
import { cardOfTen, inParallel, referenceOf, startBareConnector } from './outbox.ts'
import { countsCpu } from './process-figures.ts'
import { seedDatabase } from './seed.ts'
import { type Start, startOnce } from './start-up.ts'

/** The same bot with `@microsoft/teams.apps`. Baseline: with botbuilder and teams-ai, the default. */
export async function measureTeamsSdks(bench: Bench): Promise<Row[]> {
  return [...(await measureTurns(bench)), ...(await measurePosts(bench)), ...(await measureStarts(bench))]
}

const row = (name: string, unit: string, next: readonly number[], known: readonly number[]): Row =>
  makeRow(`teams.apps against botbuilder: ${name}`, median(next), unit, { baseline: median(known) })

const withSdk = ({ url, environment }: Settings, sdk: TeamsSdkName): Settings => ({
  url,
  environment: { ...environment, TEAMS_SDK: sdk },
})

async function measureTurns(bench: Bench): Promise<Row[]> {
  const { rounds, seconds } = bench.size
  const next = await startWith(bench, 'teams.apps')
  const known = await startWith(bench, 'botbuilder')
  await warmUp(bench, next, known)
  const shots = [shotAt(bench, next, 1, seconds), shotAt(bench, known, 1, seconds)] as const
  const [ofNext = [], ofKnown = []] = await alternate(rounds, ...shots)
  await stop(next, known)
  const of = (name: string, unit: string, figure: (shot: (typeof ofNext)[number]) => number): Row =>
    row(name, unit, ofNext.map(figure), ofKnown.map(figure))
  return [
    of('chat turns, same tenant', 'turns/s', (shot) => shot['2xx'] / shot.duration),
    of('chat turn, median', 'ms', ({ latency }) => latency.p50),
    ...(countsCpu ? [of('chat turn, processor time', 'ms', (shot) => shot.cpuMs)] : []),
  ]
}

async function startWith(bench: Bench, sdk: TeamsSdkName): Promise<Server> {
  const database = join(bench.folder, `teams-sdk-${sdk}.sqlite`)
  const settings = withSdk(await botSettings(bench, database), sdk)
  await seedDatabase(settings.environment, { count: bench.size.clicked, read: true })
  return startBot(bench, `teams-sdk-${sdk}`, database, settings)
}

/** Posts cards of ten rows into many conversations. */
async function measurePosts(bench: Bench): Promise<Row[]> {
  const serviceUrl = await startBareConnector(bench)
  const references = Array.from({ length: bench.size.messages }, (_, i) => referenceOf(serviceUrl, i))
  const card = cardOfTen()
  const postAll = async (sender: Sender): Promise<Posted> => {
    const startedAt = performance.now()
    const before = process.cpuUsage()
    for (let time = 0; time < 3; time += 1)
      await inParallel(references, (reference) => sender.post(reference, card))
    const { user, system } = process.cpuUsage(before)
    const count = 3 * references.length
    return { rate: (count * 1_000) / (performance.now() - startedAt), cpuMs: (user + system) / 1_000 / count }
  }
  const [next, known] = [await senderOf('teams.apps', serviceUrl), await senderOf('botbuilder', serviceUrl)]
  for (const sender of [next, known]) await postAll(sender)
  const sides = [() => postAll(next), () => postAll(known)] as const
  const [ofNext = [], ofKnown = []] = await alternate(bench.size.rounds, ...sides)
  const of = (name: string, unit: string, figure: (posted: Posted) => number): Row =>
    row(name, unit, ofNext.map(figure), ofKnown.map(figure))
  return [
    of('cards posted', 'cards/s', ({ rate }) => rate),
    of('card posted, processor time', 'ms', ({ cpuMs }) => cpuMs),
  ]
}

interface Posted {
  rate: number
  cpuMs: number
}

async function senderOf(name: TeamsSdkName, serviceUrl: string): Promise<Sender> {
  const bot = { auth: 'off' } as const
  const sdk = (await loadTeamsSdk(name))({ bot })
  const rules = { auth: 'off', hosts: [] } as const
  return makeSender({ sdk, bot }, { rules, clock, holdsOwnLink: makeHoldsOwnLink(serviceUrl) })
}

/** Later starts, with the compile cache of an earlier one. */
async function measureStarts(bench: Bench): Promise<Row[]> {
  const databaseFile = join(bench.folder, 'teams-sdk-starts.sqlite')
  await seedDatabase((await botSettings(bench, databaseFile)).environment, {
    count: bench.size.short,
    read: true,
  })
  const startsOf = (sdk: TeamsSdkName) => () =>
    startOnce(bench, databaseFile, {
      cache: join(bench.folder, `teams-sdk-cache-${sdk}`),
      change: { TEAMS_SDK: sdk },
    })
  const sides = [startsOf('teams.apps'), startsOf('botbuilder')] as const
  for (const fillCache of sides) await fillCache()
  const [next = [], known = []] = await alternate(bench.size.starts, ...sides)
  const of = (name: string, unit: string, figure: (start: Start) => number): Row =>
    row(name, unit, next.map(figure), known.map(figure))
  return [
    of('start to listening', 'ms', ({ listening }) => listening),
    of('start to ready', 'ms', ({ ready }) => ready),
    ...(countsCpu ? [of('resident memory, ready', 'MB', ({ residentMb = 0 }) => residentMb)] : []),
  ]
}
