import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Suite } from './apps/suite.ts'
import { effectOf } from './faults.ts'
import type { ConsentDesk } from './login/consent-desk.ts'
import type { DeviceDesk } from './login/device-desk.ts'
import type { RequestLog } from './request-log.ts'
import type { Effect } from './world/effects.ts'
import type { World } from './world/types.ts'

/** One request in the emulator. */
export interface Exchange {
  request: IncomingMessage
  response: ServerResponse
  url: URL
  /** Path segments, undecoded. */
  segments: string[]
  method: string
  world: World
  log: RequestLog
  desk: ConsentDesk
  devices: DeviceDesk
  suite: Suite
  /** Where this emulator is reached: `http://127.0.0.1:4100`. */
  origin: string
  /** Where the bot is, for the page that plays associated apps. */
  botUrl?: string
  onGraphAnswer?: GraphListener
}

/** A JSON answer of Graph to which no fault was applied. */
export interface GraphAnswer {
  method: string
  /** Path and query after the version. */
  address: string
  status: number
  body: unknown
  /** Of a batch: what each part asked for. */
  parts?: readonly { id: string; url: string }[]
}

export type GraphListener = (answer: GraphAnswer) => void

const maxBodyBytes = 1_000_000

/** The whole body as text. Throws `BodyTooLarge` above a megabyte. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += (chunk as Buffer).length
    if (size > maxBodyBytes) throw new BodyTooLarge()
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks).toString('utf8')
}

export class BodyTooLarge extends Error {}

export type Headers = Record<string, string>

/** `Retry-After` unchanged, or no header. */
export const retryHeaders = (after: string | undefined): Headers =>
  after === undefined ? {} : { 'retry-after': after }

export function send(response: ServerResponse, status: number, headers: Headers, body: string): void {
  response.writeHead(status, { ...headers, 'content-length': String(Buffer.byteLength(body)) })
  response.end(body)
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Headers = {},
): void {
  send(
    response,
    status,
    { 'content-type': 'application/json; charset=utf-8', ...headers },
    JSON.stringify(body),
  )
}

export function sendHtml(response: ServerResponse, status: number, html: string): void {
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy':
      "default-src 'self'; img-src data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'",
  }
  send(response, status, headers, html)
}

/**
 * Waits as a `slow` or `hang` fault requires, at most until the caller disconnects. `false`: do not respond, because the
 * caller is gone or this function closed the connection for a `cut` fault.
 */
export async function outlast(response: ServerResponse, effects: readonly Effect[]): Promise<boolean> {
  const ms = effectOf(effects, 'hang') ? dayMs : effectOf(effects, 'slow')?.ms
  if (ms !== undefined && !response.destroyed) await wait(response, ms)
  if (effectOf(effects, 'cut')) response.socket?.destroy()
  return !effectOf(effects, 'cut') && !response.destroyed
}

async function wait(response: ServerResponse, ms: number): Promise<void> {
  await new Promise<void>((done) => {
    const timer = setTimeout(done, ms)
    response.once('close', () => {
      clearTimeout(timer)
      done()
    })
  })
}

const dayMs = 86_400_000
