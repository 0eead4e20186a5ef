import { setTimeout as pause } from 'node:timers/promises'
import { Agent } from 'undici'
import { bugEn, errorsEn } from '../../cards/words/errors-en.ts'
import { demo } from '../../emulator/demo-world.ts'
import { type BotProcess, makeBotProcess } from '../support/bot-process.ts'
import { people, tenantIdOf } from '../support/whole-app.ts'

const agent = new Agent({ connections: 256 })

const tenantId = tenantIdOf('Fabrikam')
const verbs = [
  { verb: 'tenant.list', data: {} },
  { verb: 'tenant.show', data: { tenantId } },
  { verb: 'grant.details', data: { tenantId, setId: 'account-actions' } },
  { verb: 'person.show', data: {} },
]
/** One of fifty clicks changes something: a read of the tenant and all that follows from it. */
const acting = { verb: 'sync.tenant', data: { tenantId } }

export interface Tally {
  sent: number
  /** Answered with a card. */
  answered: number
  /** Of those, told that there is too much to do. */
  busy: number
  /** Of those, told that something went wrong here. */
  bugs: number
  /** The channel was asked to come again. */
  again: number
  other: Map<string, number>
  startedAt: number
  times: number[]
  /** The one that waited the longest: its wait, and when it was sent, in seconds since the first. */
  longest: { ms: number; atSecond: number }
}

let next = 0
function activity(bot: BotProcess): string {
  next += 1
  const { objectId, name } = next % 2 === 0 ? people.alice : people.olivia
  const action = { type: 'Action.Execute', ...(next % 50 === 0 ? acting : verbs[next % verbs.length]) }
  return JSON.stringify({
    type: 'invoke',
    name: 'adaptiveCard/action',
    id: `f:${next}`,
    channelId: 'msteams',
    serviceUrl: bot.teams.serviceUrl,
    replyToId: '1',
    from: { id: `29:${objectId}`, name, aadObjectId: objectId },
    recipient: { id: `28:${demo.bot.clientId}` },
    conversation: { id: `a:${objectId}`, conversationType: 'personal', tenantId: demo.homeTenantId },
    channelData: { tenant: { id: demo.homeTenantId } },
    value: { action, trigger: 'manual' },
  })
}

function noteTime({ times, longest, startedAt }: Tally, sentAt: number): void {
  const ms = performance.now() - sentAt
  times.push(ms)
  if (ms > longest.ms) Object.assign(longest, { ms, atSecond: (sentAt - startedAt) / 1_000 })
}

async function post(bot: BotProcess, authorization: string, tally: Tally): Promise<void> {
  const startedAt = performance.now()
  tally.sent += 1
  try {
    const { statusCode, body } = await agent.request({
      origin: bot.origin,
      path: '/api/messages',
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: activity(bot),
    })
    const text = await body.text()
    noteTime(tally, startedAt)
    if (statusCode === 200 && text.includes('AdaptiveCard')) tally.answered += 1
    if (text.includes(errorsEn.BUSY.title)) tally.busy += 1
    if (text.includes(bugEn.title)) tally.bugs += 1
    if (statusCode === 200 && text.includes('AdaptiveCard')) return
    if (statusCode === 503) tally.again += 1
    else tally.other.set(`${statusCode}`, (tally.other.get(`${statusCode}`) ?? 0) + 1)
  } catch (error) {
    tally.other.set(String(error), (tally.other.get(String(error)) ?? 0) + 1)
  }
}

/** So many a second, whatever becomes of those before: a slow answer does not make the load smaller. */
export async function drive(bot: BotProcess, perSecond: number, seconds: number): Promise<Tally> {
  const startedAt = performance.now()
  const longest = { ms: 0, atSecond: 0 }
  const counts = { sent: 0, answered: 0, busy: 0, bugs: 0, again: 0, other: new Map<string, number>() }
  const tally: Tally = { ...counts, startedAt, times: [], longest }
  const underWay = new Set<Promise<void>>()
  const authorization = await bot.authorization()
  for (let at = 0; at < perSecond * seconds; at += 1) {
    const waitMs = startedAt + (at * 1_000) / perSecond - performance.now()
    if (waitMs > 1) await pause(waitMs)
    const one: Promise<void> = post(bot, authorization, tally).finally(() => underWay.delete(one))
    underWay.add(one)
  }
  await Promise.all(underWay)
  tally.times.sort((a, b) => a - b)
  return tally
}

const part = ({ times }: Tally, of: number): string => (times[Math.floor(times.length * of)] ?? 0).toFixed(0)
export const inWords = (tally: Tally): string =>
  `${tally.sent} sent, ${tally.sent - tally.answered} lost, ${tally.busy} told busy, ${tally.bugs} bugs, p50 ${part(tally, 0.5)} ms, p99 ${part(tally, 0.99)} ms, longest ${tally.longest.ms.toFixed(0)} ms at second ${tally.longest.atSecond.toFixed(0)}, others ${JSON.stringify([...tally.other])}, 503 ${tally.again}`

/** The program with the tenants of the demo, and warm: what only the first clicks cost is no figure of a load. */
export async function readyBot(): Promise<BotProcess> {
  const bot = await makeBotProcess({ seeded: true, inspect: true })
  await bot.start()
  await drive(bot, 50, 4)
  return bot
}
