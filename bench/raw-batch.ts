import { randomUUID } from 'node:crypto'
import type { Pool } from 'undici'
import { demo } from '../emulator/demo-world.ts'
import type { LogEntry } from '../emulator/request-log.ts'

/** One batch with token and body prepared. */
export interface RawBatch {
  token: string
  body: string
}

/** The same bodies that the bot sent, with a token for each tenant. */
export async function prepareBatches(emulatorUrl: string, sent: readonly LogEntry[]): Promise<RawBatch[]> {
  const batches: RawBatch[] = []
  const bodies = new Map<string, string>()
  for (const { tenantId, parts = [] } of sent) {
    const requests = parts.map(({ id, method, url }) => ({ id, method, url }))
    const body = JSON.stringify({ requests })
    // One string for all of them: ten thousand copies would be load of their own.
    const shared = bodies.get(body) ?? body
    bodies.set(shared, shared)
    batches.push({
      token: await readToken(`${emulatorUrl}/${tenantId}/oauth2/v2.0/token`),
      body: shared,
    })
  }
  return batches
}

async function readToken(url: string): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: demo.reader.clientId,
    client_secret: demo.reader.secret,
    scope: 'https://graph.microsoft.com/.default',
  })
  const response = await fetch(url, { method: 'POST', body })
  const { access_token: token } = (await response.json()) as { access_token?: string }
  if (!token) throw new Error(`Expected a token, got ${response.status}`)
  return token
}

/** Sends all batches with limited concurrency and reads the responses completely. Returns ms. */
export async function sendBatches(
  pool: Pool,
  batches: readonly RawBatch[],
  parallel: number,
): Promise<number> {
  const startedAt = performance.now()
  let next = 0
  const work = async (): Promise<void> => {
    for (let batch = batches[next++]; batch; batch = batches[next++]) await send(pool, batch)
  }
  await Promise.all(Array.from({ length: parallel }, work))
  return performance.now() - startedAt
}

async function send(pool: Pool, { token, body }: RawBatch): Promise<void> {
  const answer = await pool.request({
    path: '/v1.0/$batch',
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      'content-type': 'application/json',
      'client-request-id': randomUUID(),
    },
    body,
  })
  const text = await answer.body.text()
  if (answer.statusCode !== 200 || text === '') throw new Error(`Expected a batch, got ${answer.statusCode}`)
}
