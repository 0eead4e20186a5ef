import { setTimeout as pause } from 'node:timers/promises'

const withinMs = 120_000

/** Polls a URL until it returns success. @throws Error after two minutes */
export async function untilReady(url: string): Promise<void> {
  const endsAt = Date.now() + withinMs
  while (Date.now() < endsAt) {
    if (await answersWell(url)) return
    await pause(100)
  }
  throw new Error(`${url} wasn't ready within ${withinMs / 1000} s`)
}

/** Until the program listens, connections are refused. */
async function answersWell(url: string): Promise<boolean> {
  try {
    const response = await fetch(url)
    await response.arrayBuffer()
    return response.ok
  } catch {
    return false
  }
}
