import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { Agent } from 'undici'
import { expect, onTestFinished, test } from 'vitest'
import { environmentOf } from '../../demo/environment.ts'
import { demo, makeDemoWorld } from '../../emulator/demo-world.ts'
import { startEmulator } from '../../emulator/server.ts'
import { temporaryFile } from '../support/databases.ts'
import { startFakeConnector } from '../support/fake-connector.ts'
import { freePort } from '../support/free-port.ts'
import { addSecret, guardedEnvironment, makeGuard } from '../support/guarded.ts'
import { heapOf } from '../support/heap.ts'
import { people } from '../support/whole-app.ts'
import { isFull } from './attack.ts'

const forgedCount = 100_000
const slowCount = 1_000
const clicksASecond = 50
const megabyte = 1024 * 1024

/** The real program in a process of its own, so that its memory is its own. */
async function startBot() {
  const port = await freePort()
  const inspectPort = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const world = makeDemoWorld({ redirectUri: `${origin}/consent/callback` })
  const secret = 'bot~secret~value'
  const guard = await makeGuard({ BOT_SECRET: secret }, (target) =>
    addSecret(target, demo.bot.clientId, secret),
  )
  const emulator = await startEmulator({ world })
  const connector = await startFakeConnector()
  guard.met(connector.serviceUrl, () => new Date())
  const ports = {
    bot: port,
    emulator: Number(new URL(emulator.url).port),
    page: 0,
    teamsOfAlice: 0,
    teamsOfBob: 0,
  }
  const environment = {
    ...environmentOf(ports, await temporaryFile()),
    ...guardedEnvironment(world, guard),
    LOG_LEVEL: 'error',
  }
  const bot = spawn(process.execPath, [`--inspect=127.0.0.1:${inspectPort}`, 'bot/index.ts'], {
    env: { PATH: process.env.PATH, ...environment },
    // The inspector says where it listens; what else is said there is a failure that the test would meet anyway.
    stdio: ['ignore', 'inherit', 'ignore'],
  })
  onTestFinished(async () => {
    bot.kill('SIGTERM')
    if (bot.exitCode === null) await once(bot, 'exit')
    await Promise.all([guard.channel.close(), connector.close(), emulator.close()])
  })
  await readied(origin, bot)
  const token = await guard.channel.sign()
  return { origin, port, inspectPort, token, connector, serviceUrl: connector.serviceUrl }
}
type Bot = Awaited<ReturnType<typeof startBot>>

async function readied(origin: string, bot: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 600 && bot.exitCode === null; tries += 1) {
    const answer = await fetch(`${origin}/readyz`).catch(() => undefined)
    if (answer?.status === 200) return
    await pause(100)
  }
  throw new Error('Expected the bot to get ready')
}

interface Memory {
  /** What is held after garbage was collected: what grows here stays. */
  held: number
  /** Pages of the process, free ones that the allocator keeps for later among them. */
  resident: number
}

async function memoryOf({ origin, inspectPort }: Bot): Promise<Memory> {
  const held = await heapOf(inspectPort)
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
  { origin }: Bot,
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
const click = (bot: Bot): string =>
  JSON.stringify({
    type: 'invoke',
    name: 'adaptiveCard/action',
    id: `f:${sent++}`,
    channelId: 'msteams',
    serviceUrl: bot.serviceUrl,
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

/** A click every 20 ms, whatever becomes of the ones before; how long each took. */
async function clickUntil(bot: Bot, isOver: () => boolean): Promise<number[]> {
  const times: number[] = []
  const underWay: Promise<void>[] = []
  for (let due = performance.now(); !isOver(); due += 1_000 / clicksASecond) {
    await pause(Math.max(0, due - performance.now()))
    const startedAt = performance.now()
    underWay.push(
      post(bot, `Bearer ${bot.token}`, click(bot)).then((status) => {
        expect(status).toBe(200)
        times.push(performance.now() - startedAt)
      }),
    )
  }
  await Promise.all(underWay)
  return times.toSorted((a, b) => a - b)
}

/** Another tenant, another key id, another signature each time: whatever is remembered of one grows with all. */
function forge(at: number): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const now = Math.floor(Date.now() / 1_000)
  const head = { alg: 'RS256', kid: at % 2 === 0 ? 'right' : `made up ${at}` }
  const tid = `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`
  const body = {
    iss: at % 3 === 0 ? `https://sts.windows.net/${tid}/` : 'https://api.botframework.com',
    aud: demo.bot.clientId,
    tid,
    exp: now + 600,
    serviceurl: 'http://127.0.0.1/',
  }
  return `Bearer ${part(head)}.${part(body)}.${Buffer.alloc(256, at % 251).toString('base64url')}`
}

async function forgeAll(bot: Bot, count = forgedCount): Promise<Map<number, number>> {
  const statuses = new Map<number, number>()
  let next = 0
  const one = async (): Promise<void> => {
    while (next < count) {
      const status = await post(bot, forge(next++), '{}')
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: 32 }, one))
  return statuses
}

/** Half a request each, then a byte now and then. */
function openSlow({ port }: Bot): { sockets: Socket[]; close(): void } {
  const sockets = Array.from({ length: slowCount }, () => {
    const socket = connect(port, '127.0.0.1', () =>
      socket.write('POST /api/messages HTTP/1.1\r\nHost: x\r\nX-Slow: '),
    )
    return socket.on('error', () => {})
  })
  const drip = setInterval(() => {
    for (const socket of sockets) if (socket.writable) socket.write('x')
  }, 1_000)
  return {
    sockets,
    close: () => {
      clearInterval(drip)
      for (const socket of sockets) socket.destroy()
    },
  }
}

test.runIf(isFull)(
  '100,000 forged tokens and 1,000 slow connections take nothing from those who click',
  { timeout: 1_200_000 },
  async () => {
    const bot = await startBot()
    let warm = false
    void pause(10_000).then(() => {
      warm = true
    })
    // Also what is remembered of a first thousand forgeries and slow connections is no growth.
    await Promise.all([clickUntil(bot, () => warm), forgeAll(bot, 1_000)])
    const before = await memoryOf(bot)
    const slow = openSlow(bot)
    let done = false
    const startedAt = performance.now()
    const [statuses, times] = await Promise.all([
      forgeAll(bot).finally(() => {
        done = true
      }),
      clickUntil(bot, () => done),
    ])
    slow.close()
    const seconds = (performance.now() - startedAt) / 1_000
    const growth = growthOf(before, await memoryOf(bot))
    const [p50 = 0, p99 = 0] = [0.5, 0.99].map((part) => times[Math.floor(times.length * part)])
    process.stdout.write(
      `hard: ${forgedCount} forged tokens and ${slowCount} slow connections in ${seconds.toFixed(0)} s; ${times.length} clicks, p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms; ${grown(growth)}\n`,
    )
    expect([...statuses.keys()]).toEqual([401])
    expect(times.length).toBeGreaterThan(seconds * clicksASecond * 0.9)
    expect(p99).toBeLessThan(1_000)
    expect(growth.held).toBeLessThan(20)
  },
)

test.runIf(isFull)(
  'bombs, endless bodies and broken encodings are refused without growth',
  { timeout: 600_000 },
  async () => {
    const bot = await startBot()
    for (let n = 0; n < 300; n += 1) await post(bot, `Bearer ${bot.token}`, click(bot))
    const before = await memoryOf(bot)
    const bomb = gzipSync(Buffer.alloc(200 * megabyte))
    const big = Buffer.alloc(64 * megabyte, 'x')
    const good = `Bearer ${bot.token}`
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
