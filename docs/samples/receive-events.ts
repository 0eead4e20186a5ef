/*
 * Receives the events of Grantkeeper. Copy this file and event-receiver.ts, and replace `handle`.
 *
 *   npm install standardwebhooks
 *   WEBHOOK_KEY_FILE=siem.key node receive-events.ts
 *
 * Put it behind a proxy that ends TLS. PORT (default 4000): where it listens, on loopback. SEEN_FILE (default seen.json): what it
 * has handled. EVENTS_URL and EVENTS_TOKEN_FILE: the list of events (https://grants.example.com/api/v1/events) and a file with a
 * token of an app with the role Events.Read, to read what was missed.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { type EventPage, EventReceiver, type ReceivedEvent, type Seen } from './event-receiver.ts'

const {
  WEBHOOK_KEY_FILE: keyFile,
  PORT: port = '4000',
  SEEN_FILE: seenFile = 'seen.json',
  EVENTS_URL: eventsUrl,
  EVENTS_TOKEN_FILE: tokenFile,
} = process.env
if (!keyFile) throw new Error('Set WEBHOOK_KEY_FILE to the file with the key of this target (whsec_…).')

const largestBody = 1024 * 1024

/** Your work. It can be called again for the same event if the process dies in it, so do the same again, not twice. */
async function handle(event: ReceivedEvent): Promise<void> {
  process.stdout.write(`${event.time} ${event.type} ${event.subject} ${JSON.stringify(event.data)}\n`)
}

async function readAfter(position: number): Promise<EventPage | undefined> {
  const url = `${eventsUrl}?after=${position}&limit=1000`
  const token = tokenFile ? readFileSync(tokenFile, 'utf8').trim() : ''
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } })
  // The list was restored, or no longer has what was missed, and never will: asking again would hold back everything behind it.
  if (answer.status === 409 || answer.status === 410) {
    process.stderr.write('Events are gone. Ask GET /api/v1/access what holds now.\n')
    return undefined
  }
  if (!answer.ok) throw new Error(`The list of events answers ${answer.status}`)
  return (await answer.json()) as EventPage
}

/** Whole or not at all. */
function save(seen: Seen): void {
  writeFileSync(`${seenFile}.new`, JSON.stringify(seen))
  renameSync(`${seenFile}.new`, seenFile)
}

const receiver = new EventReceiver({
  keys: () => readFileSync(keyFile, 'utf8').split(/\s+/).filter(Boolean),
  handle,
  readAfter: eventsUrl ? readAfter : undefined,
  seen: existsSync(seenFile) ? (JSON.parse(readFileSync(seenFile, 'utf8')) as Seen) : {},
  save,
})

const headersOf = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))

createServer(async (request, response) => {
  const isTooLarge = Number(request.headers['content-length'] ?? largestBody + 1) > largestBody
  if (request.method !== 'POST' || isTooLarge) {
    response.writeHead(request.method === 'POST' ? 413 : 405).end()
    return
  }
  try {
    response.writeHead(await receiver.receive(headersOf(request), await text(request))).end()
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`)
    // The sender tries again, for three days.
    response.writeHead(503, { 'retry-after': '30' }).end()
  }
}).listen(Number(port), '127.0.0.1', () => process.stdout.write(`Listening on 127.0.0.1:${port}\n`))
