import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { gzipSync } from 'node:zlib'
import { Agent } from 'undici'
import { expect, test } from 'vitest'
import { demo } from '../../emulator/demo-world.ts'
import { type BotProcess, makeBotProcess } from '../support/bot-process.ts'
import { holdingsOf } from '../support/heap.ts'
import { people } from '../support/whole-app.ts'
import { isFull } from './attack.ts'
import type { Attack, Progress } from './forger.ts'

const forgedCount = Number(process.env.FORGED ?? 100_000)
const slowCount = 1_000
const clicksASecond = 50
const megabyte = 1024 * 1024

interface Memory {
  /** What is held after garbage was collected: what grows here stays. */
  held: number
  /** Pages of the process, free ones that the allocator keeps for later among them. */
  resident: number
}

async function memoryOf({ origin, inspectPort }: BotProcess): Promise<Memory> {
  const { held } = await holdingsOf(inspectPort)
  const text = await (await fetch(`${origin}/metrics`)).text()
  return { held, resident: Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1]) }
}

const growthOf = (before: Memory, after: Memory) => ({
  held: (after.held - before.held) / megabyte,
  resident: (after.resident - before.resident) / megabyte,
})
const grown = ({ held, resident }: Memory): string =>
  `held after collecting ${held.toFixed(1)} MB more, resident ${resident.toFixed(1)} MB more`

const agent = new Agent({ connections: 64 })

async function post(
  { origin }: BotProcess,
  authorization: string,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
) {
  const answer = await agent.request({
    origin,
    path: '/api/messages',
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization, ...headers },
    body,
  })
  await answer.body.dump()
  return answer.statusCode
}

let sent = 0
const click = (bot: BotProcess): string =>
  JSON.stringify({
    type: 'invoke',
    name: 'adaptiveCard/action',
    id: `f:${sent++}`,
    channelId: 'msteams',
    serviceUrl: bot.teams.serviceUrl,
    replyToId: '1',
    from: { id: `29:${people.victor.objectId}`, name: 'Victor Haas', aadObjectId: people.victor.objectId },
    recipient: { id: `28:${demo.bot.clientId}` },
    conversation: {
      id: `a:${people.victor.objectId}`,
      conversationType: 'personal',
      tenantId: demo.homeTenantId,
    },
    channelData: { tenant: { id: demo.homeTenantId } },
    value: { action: { type: 'Action.Execute', verb: 'tenant.list', data: {} }, trigger: 'manual' },
  })

/** A click every 20 ms, whatever becomes of the ones before; how long each took, the longest last. */
async function clickUntil(bot: BotProcess, isOver: () => boolean): Promise<number[]> {
  const times: number[] = []
  const underWay: Promise<void>[] = []
  const authorization = await bot.authorization()
  for (let due = performance.now(); !isOver(); due += 1_000 / clicksASecond) {
    await pause(Math.max(0, due - performance.now()))
    const startedAt = performance.now()
    underWay.push(
      post(bot, authorization, click(bot)).then((status) => {
        expect(status).toBe(200)
        times.push(performance.now() - startedAt)
      }),
    )
  }
  await Promise.all(underWay)
  return times.toSorted((a, b) => a - b)
}

/** From another thread; resolves when all tokens have been tried. `onProgress` is called twice a second. */
function attack(given: Attack, onProgress: (progress: Progress) => void = () => {}): Promise<Progress> {
  const worker = new Worker(new URL('./forger.ts', import.meta.url), { workerData: given })
  return new Promise((resolve, reject) => {
    worker.on('error', reject)
    worker.on('exit', () => reject(new Error('Expected the attack to come to its end')))
    worker.on('message', (progress: Progress) => {
      onProgress(progress)
      if (progress.done) resolve(progress)
    })
  })
}

/** Valid clicks while the attack lasts, and what the process has resident meanwhile, in MB. */
async function underAttack(bot: BotProcess, given: Attack) {
  const startedAt = performance.now()
  const resident: number[] = []
  let over = false
  const attacked = attack(given, () => resident.push(residentOf(bot))).finally(() => {
    over = true
  })
  const [{ statuses, reopened }, times] = await Promise.all([attacked, clickUntil(bot, () => over)])
  return { seconds: (performance.now() - startedAt) / 1_000, statuses, reopened, times, resident }
}

/** As the system counts it: asking the bot would take its turn among all others. */
function residentOf({ pid }: BotProcess): number {
  const [, pages = '0'] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')
  return (Number(pages) * 4_096) / megabyte
}

function thirdsOf(figures: readonly number[]): [number, number] {
  const size = Math.ceil(figures.length / 3)
  const mean = (part: readonly number[]): number => part.reduce((sum, one) => sum + one, 0) / part.length
  return [mean(figures.slice(0, size)), mean(figures.slice(-size))]
}

test.runIf(isFull)(
  '100,000 forged tokens and 1,000 slow connections take nothing from those who click',
  { timeout: 1_200_000 },
  async () => {
    const bot = await makeBotProcess({ inspect: true })
    await bot.start()
    const good = await bot.authorization()
    // Answers are remembered up to a number, and a first attack widens what is reused: that is no growth.
    for (let n = 0; n < 2_100; n += 1) await post(bot, good, click(bot))
    await underAttack(bot, { port: bot.port, tokens: 5_000, slow: slowCount })
    const before = await memoryOf(bot)
    const { seconds, statuses, reopened, times, resident } = await underAttack(bot, {
      port: bot.port,
      tokens: forgedCount,
      slow: slowCount,
    })
    const growth = growthOf(before, await memoryOf(bot))
    const [p50 = 0, p99 = 0] = [0.5, 0.99].map((part) => times[Math.floor(times.length * part)])
    const [early, late] = thirdsOf(resident)
    process.stdout.write(
      `hard: ${forgedCount} forged tokens and ${slowCount} slow connections (${reopened} came again) in ${seconds.toFixed(0)} s; ${times.length} clicks, p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, longest ${times.at(-1)?.toFixed(0)} ms; ${grown(growth)}; resident on average ${early.toFixed(0)} MB in the first third, ${late.toFixed(0)} MB in the last\n`,
    )
    expect(statuses).toEqual([[401, forgedCount]])
    expect(times.length).toBeGreaterThan(seconds * clicksASecond * 0.9)
    expect(p99).toBeLessThan(1_000)
    expect(growth.held).toBeLessThan(20)
    // In between there is garbage: V8 leaves it lying while there is room.
    expect(growth.resident).toBeLessThan(20)
  },
)

test.runIf(isFull)(
  'bombs, endless bodies and broken encodings are refused without growth',
  { timeout: 600_000 },
  async () => {
    const bot = await makeBotProcess({ inspect: true })
    await bot.start()
    const good = await bot.authorization()
    for (let n = 0; n < 300; n += 1) await post(bot, good, click(bot))
    const before = await memoryOf(bot)
    const bomb = gzipSync(Buffer.alloc(200 * megabyte))
    const big = Buffer.alloc(64 * megabyte, 'x')
    for (let n = 0; n < 20; n += 1) {
      expect(await post(bot, good, bomb, { 'content-encoding': 'gzip' })).toBe(415)
      expect(await post(bot, good, 'not gzip', { 'content-encoding': 'gzip' })).toBe(415)
      expect(await post(bot, good, Buffer.from([0x7b, 0xff, 0xfe, 0x7d]))).toBe(400)
      expect(await post(bot, good, '{}', { 'content-type': 'application/json; charset=utf-16' })).toBe(415)
      // It hangs up before all of it was sent, which some clients call an error.
      expect([413, 'cut']).toContain(await post(bot, good, big).catch(() => 'cut'))
      expect([413, 'cut']).toContain(await post(bot, good, endless(big) as never).catch(() => 'cut'))
    }
    const growth = growthOf(before, await memoryOf(bot))
    process.stdout.write(`hard: 20 × bombs, 64 MB bodies and broken encodings; ${grown(growth)}\n`)
    expect(growth.held).toBeLessThan(20)
    expect(await post(bot, good, click(bot))).toBe(200)
  },
)

/** Without a length, so that only counting ends it. */
async function* endless(big: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < big.length; at += 65_536) yield big.subarray(at, at + 65_536)
}
