import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ConsentDesk } from './login/consent.ts'
import type { RequestLog } from './request-log.ts'
import type { World } from './world/types.ts'

/** One request on its way through the emulator. */
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
  /** Where this emulator is reached: `http://127.0.0.1:4100`. */
  origin: string
  /** Where the bot is, for the page that plays associated apps. */
  botUrl?: string
}

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

/** `Retry-After` as it stands, or no header. */
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
    'content-security-policy': "default-src 'self'; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'",
  }
  send(response, status, headers, html)
}

/** Closes the connection without a word. */
export function cut(response: ServerResponse): void {
  response.socket?.destroy()
}

export const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))
