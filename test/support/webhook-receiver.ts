import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { Webhook } from 'standardwebhooks'
import { onTestFinished } from 'vitest'
import type { Clock } from '#platform/base/time.ts'
import type { ReceivedEvent } from '../../docs/samples/event-receiver.ts'
import { temporaryFile } from './databases.ts'

/** One request that arrived. */
export interface ReceivedWebhook {
  headers: Record<string, string>
  body: string
  event: ReceivedEvent
}

type Answer = (request: ReceivedWebhook, response: ServerResponse) => void | Promise<void>

export const answerWith =
  (status: number, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    // restify's own `writeHead` returns nothing.
    response.writeHead(status, headers)
    response.end()
  }

/** A receiver on loopback. It accepts everything until told otherwise. */
export interface WebhookReceiver {
  url: string
  requests: ReceivedWebhook[]
  /** From now on. */
  answer: (answer: Answer) => void
  close(): Promise<void>
}

export async function startWebhookReceiver(port = 0): Promise<WebhookReceiver> {
  const requests: ReceivedWebhook[] = []
  let answer: Answer = answerWith(204)
  const server = createServer(async (request, response) => {
    const body = await text(request)
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    )
    const received = { headers, body, event: JSON.parse(body) as ReceivedEvent }
    requests.push(received)
    await answer(received, response)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    server.close()
  }
  const answerFromNowOn = (next: Answer): void => {
    answer = next
  }
  return { url, requests, answer: answerFromNowOn, close }
}

/** A receiver that is closed when the test ends. */
export async function openWebhookReceiver(): Promise<WebhookReceiver> {
  const receiver = await startWebhookReceiver()
  onTestFinished(() => receiver.close())
  return receiver
}

export const newWebhookKey = (bytes = 32): string => `whsec_${randomBytes(bytes).toString('base64')}`

export interface TestTarget {
  name: string
  url: string
  keys?: readonly string[]
  events?: readonly string[]
  sets?: readonly string[]
  allowPrivate?: boolean
}

export interface WrittenTargets {
  /** What `WEBHOOKS_FILE` names. */
  file: string
  keyFiles: Record<string, string>
  keys: Record<string, string>
}

/** Writes the file of targets and their key files into a folder of the test. */
export async function writeTargets(targets: readonly TestTarget[]): Promise<WrittenTargets> {
  return writeTargetsTo(await temporaryFile(), targets)
}

export function writeTargetsTo(base: string, targets: readonly TestTarget[]): WrittenTargets {
  const keys: Record<string, string> = {}
  const keyFiles: Record<string, string> = {}
  const written = targets.map(({ keys: own = [newWebhookKey()], ...target }) => {
    const keyFile = `${base}.${target.name}.key`
    writeFileSync(keyFile, `${own.join('\n')}\n`)
    keyFiles[target.name] = keyFile
    keys[target.name] = own[0] ?? ''
    return { allowPrivate: true, ...target, keyFile }
  })
  const file = `${base}.webhooks.json`
  writeFileSync(file, JSON.stringify({ targets: written }))
  return { file, keyFiles, keys }
}

/** What the published library says of a request at this time. @throws WebhookVerificationError */
export const verifyWebhook = (
  { headers, body }: Pick<ReceivedWebhook, 'headers' | 'body'>,
  key: string,
  clock: Clock,
): unknown => atTime(clock, () => new Webhook(key).verify(body, headers))

/** The library reads the time of the machine, and a test has its own. */
export function atTime<T>(clock: Clock, work: () => T): T {
  const { now } = Date
  Date.now = () => clock().getTime()
  try {
    return work()
  } finally {
    Date.now = now
  }
}
