import { once } from 'node:events'
import { createServer } from 'node:net'

/** Below the ephemeral ports, so that no outgoing connection can take it first. Each worker has a part of them. */
const count = 1_500
const lowest = 20_000 + (Number(process.env.VITEST_POOL_ID ?? 0) % 8) * count
/** A server that is killed and started again finds its port as it left it: no other one was given it meanwhile. */
const given = new Set<number>()

/** A free port of this machine, for URLs that are needed before the server listens. */
export async function freePort(): Promise<number> {
  if (given.size > count / 2) given.clear()
  for (;;) {
    const port = lowest + Math.floor(Math.random() * count)
    if (given.has(port) || !(await isFree(port))) continue
    given.add(port)
    return port
  }
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer()
  const isTaken = await new Promise<boolean>((resolve) => {
    probe.once('error', () => resolve(true))
    probe.listen(port, '127.0.0.1', () => resolve(false))
  })
  if (isTaken) return false
  probe.close()
  await once(probe, 'close')
  return true
}
