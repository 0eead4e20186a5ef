import { setTimeout as pause } from 'node:timers/promises'

const withinMs = 120_000

/** Asks an address until it answers well. @throws Error after two minutes */
export async function untilReady(url: string): Promise<void> {
  const endsAt = Date.now() + withinMs
  while (Date.now() < endsAt) {
    if (await answersWell(url)) return
    await pause(100)
  }
  throw new Error(`${url} did not get ready within ${withinMs / 1000} s`)
}

/** A refused connection is what we wait to end. */
async function answersWell(url: string): Promise<boolean> {
  try {
    const response = await fetch(url)
    await response.arrayBuffer()
    return response.ok
  } catch {
    return false
  }
}
