import { connect, type Socket } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'
import { Agent } from 'undici'
import { demo } from '../../emulator/demo-world.ts'

/** What this thread is told: it attacks from a loop of its own, so that it does not slow down those who measure. */
export interface Attack {
  port: number
  tokens: number
  slow: number
}

/** Told along the way: how many were answered, by status. */
export type Progress = { statuses: [number, number][]; done: boolean; reopened: number }

const { port, tokens, slow } = workerData as Attack
const agent = new Agent({ connections: 32 })
const headers = { 'content-type': 'application/json' }
const statuses = new Map<number, number>()
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Another tenant, another key id, another signature each time: whatever is remembered of one grows with all. */
function forge(at: number): string {
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

async function forgeAll(): Promise<void> {
  let next = 0
  const one = async (): Promise<void> => {
    while (next < tokens) {
      const answer = await agent.request({
        origin: `http://127.0.0.1:${port}`,
        path: '/api/messages',
        method: 'POST',
        headers: { ...headers, authorization: forge(next++) },
        body: '{}',
      })
      await answer.body.dump()
      statuses.set(answer.statusCode, (statuses.get(answer.statusCode) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: 32 }, one))
}

/** Half a request each, then a byte now and then; whoever is hung up on comes again. */
function openSlow(): { reopened(): number; close(): void } {
  const sockets = new Set<Socket>()
  let [over, reopened] = [false, -slow]
  const open = (): void => {
    if (over) return
    reopened += 1
    const socket = connect(port, '127.0.0.1', () =>
      socket.write('POST /api/messages HTTP/1.1\r\nHost: x\r\nX-Slow: '),
    )
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => {
      sockets.delete(socket)
      setTimeout(open, 100)
    })
    socket.resume()
  }
  for (let at = 0; at < slow; at += 1) open()
  const drip = setInterval(() => {
    for (const socket of sockets) if (socket.writable) socket.write('x')
  }, 1_000)
  return {
    reopened: () => reopened,
    close: () => {
      over = true
      clearInterval(drip)
      for (const socket of sockets) socket.destroy()
    },
  }
}

const slowOnes = openSlow()
const tell = (done: boolean): void =>
  parentPort?.postMessage({ statuses: [...statuses], done, reopened: slowOnes.reopened() } satisfies Progress)
const telling = setInterval(() => tell(false), 500)
await forgeAll()
clearInterval(telling)
slowOnes.close()
await agent.close()
tell(true)
