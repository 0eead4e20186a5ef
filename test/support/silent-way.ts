import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A way to a database server that can be lost without a word. */
export interface SilentWay {
  url: string
  /**
   * Nothing goes through the connections of until now, and nobody closes them, as when a machine is lost, until the result is
   * called. New ones are answered.
   */
  fallSilent(): () => void
}

export async function openSilentWay(url: string): Promise<SilentWay> {
  const there = new URL(url)
  const pairs = new Set<{ near: Socket; far: Socket }>()
  const server = createServer((near) => {
    const far = connect(Number(there.port), there.hostname)
    const pair = { near, far }
    pairs.add(pair)
    near.pipe(far).pipe(near)
    for (const socket of [near, far]) socket.on('error', () => {})
    near.on('close', () => {
      far.destroy()
      pairs.delete(pair)
    })
  })
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready))
  onTestFinished(() => {
    server.close()
    for (const { near, far } of pairs) for (const socket of [near, far]) socket.destroy()
  })
  const here = new URL(url)
  here.port = String((server.address() as AddressInfo).port)
  return {
    url: here.href,
    fallSilent: () => {
      for (const { near, far } of pairs) {
        near.unpipe(far)
        far.unpipe(near)
        far.destroy()
      }
      const silent = [...pairs]
      return () => {
        for (const { near } of silent) near.destroy()
      }
    },
  }
}
