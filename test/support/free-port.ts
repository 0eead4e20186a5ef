import { once } from 'node:events'
import { createServer } from 'node:net'

/** Below those that systems give to connections outward, or one of them could take it before it is listened on. */
const lowest = 20_000
const count = 12_000

/** A port of this machine that nobody listens on: some addresses are needed before somebody does. */
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
