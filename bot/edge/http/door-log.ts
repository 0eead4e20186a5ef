import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import type { Log } from '#platform/base/log.ts'
import { type Clock, minutes } from '#platform/base/time.ts'

/** A refused request. No part of it is text from outside. */
export interface DoorRefusal {
  door:
    | 'server'
    | 'messages'
    | 'access'
    | 'events'
    | 'history'
    | 'mcp'
    | 'metrics'
    | 'consent'
    | 'export'
    | 'pack'
  status: number
  reason: string
}

export type DoorLog = (request: IncomingMessage, refusal: DoorRefusal) => void

const windowMs = minutes(1)
/** Lines of each reason in a window; the rest is counted. */
const mostLines = 5

/** Logs refusals with the caller's address: some of each reason, so that a flood leaves a trace and doesn't fill the log. */
export function makeDoorLog({ log, clock }: { log: Log; clock: Clock }): DoorLog {
  const windows = new Map<string, { endsAt: number; lines: number; skipped: number }>()
  return (request, refusal) => {
    const now = clock().getTime()
    const key = JSON.stringify(refusal)
    const last = windows.get(key)
    const isOpen = last !== undefined && now < last.endsAt
    const window = isOpen ? last : { endsAt: now + windowMs, lines: 0, skipped: last?.skipped ?? 0 }
    windows.set(key, window)
    if (window.lines >= mostLines) {
      window.skipped++
      return
    }
    window.lines++
    const { skipped } = window
    window.skipped = 0
    log.info({ ...refusal, ...addressesOf(request), ...(skipped > 0 && { skipped }) }, 'refused at the door')
  }
}

/** The address of the connection and, if a proxy is between, the one that it names last: the caller can invent the others. */
function addressesOf({ socket, headers }: IncomingMessage): { address: string; forwardedFor?: string } {
  const forwarded = String(headers['x-forwarded-for'] ?? '')
  const forwardedFor = forwarded.slice(forwarded.lastIndexOf(',') + 1).trim()
  return {
    address: socket.remoteAddress?.replace(/^::ffff:(?=\d+\.)/, '') ?? 'closed',
    ...(isIP(forwardedFor) !== 0 && { forwardedFor }),
  }
}
