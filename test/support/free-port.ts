import { once } from 'node:events'
import { createServer } from 'node:net'

/** Below the ephemeral ports, so that no outgoing connection can take it first. */
const lowest = 20_000
const count = 12_000

/** A free port of this machine, for URLs that are needed before the server listens. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = lowest + Math.floor(Math.random() * count)
    if (await isFree(port)) return port
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
