import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '#platform/base/time.ts'
import { signWebhook } from '#platform/webhooks/sign-webhook.ts'
import { temporaryFile } from '../support/databases.ts'
import { freePort } from '../support/free-port.ts'
import { newWebhookKey } from '../support/webhook-receiver.ts'

const event = (sequence: number) => ({
  id: `event-${sequence}`,
  type: 'com.grantkeeper.access.changed.v1',
  subject: 'tenant/set',
  sequence: String(sequence).padStart(12, '0'),
  position: String(sequence).padStart(16, '0'),
  time: systemClock().toISOString(),
  data: { allowed: false },
})

test.each([
  [410, 204],
  [409, 204],
  [500, 503],
])('where the list of events answers %i to the sample, it answers %i', async (status, expected) => {
  const base = await temporaryFile()
  const key = newWebhookKey()
  writeFileSync(`${base}.key`, key)
  const list = createServer((_request, response) => {
    response.statusCode = status
    response.end()
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void list.close())
  await once(list, 'listening')
  const port = await freePort()
  const env = {
    PATH: process.env.PATH,
    WEBHOOK_KEY_FILE: `${base}.key`,
    SEEN_FILE: `${base}.seen`,
    PORT: `${port}`,
    EVENTS_URL: `http://127.0.0.1:${(list.address() as AddressInfo).port}/api/v1/events`,
  }
  const child = spawn(process.execPath, ['docs/samples/receive-events.ts'], { env, stdio: 'pipe' })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  const send = async (sequence: number) => {
    const body = JSON.stringify(event(sequence))
    const headers = signWebhook([key], { id: event(sequence).id, at: systemClock(), body })
    return (await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body })).status
  }
  expect([await send(1), await send(9)]).toEqual([204, expected])
})

test('the sample receiver, as an administrator starts it, takes what is signed, once, also after a restart', async () => {
  const base = await temporaryFile()
  const [keyFile, seenFile] = [`${base}.key`, `${base}.seen`]
  const key = newWebhookKey()
  writeFileSync(keyFile, `${key}\n`)
  const port = await freePort()
  const start = async () => {
    const child = spawn(process.execPath, ['docs/samples/receive-events.ts'], {
      env: { PATH: process.env.PATH, WEBHOOK_KEY_FILE: keyFile, SEEN_FILE: seenFile, PORT: `${port}` },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    let said = ''
    child.stdout.on('data', (text) => {
      said += text
    })
    await once(child.stdout, 'data')
    return { child, said: () => said }
  }
  const send = async (sequence: number, by = key) => {
    const sent = event(sequence)
    const body = JSON.stringify(sent)
    const headers = signWebhook([by], { id: sent.id, at: systemClock(), body })
    return (await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body })).status
  }
  const first = await start()
  expect([await send(1), await send(1), await send(2, newWebhookKey()), await send(2)]).toEqual([
    204, 200, 401, 204,
  ])
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(405)
  // What a program has written arrives when its pipe is read.
  await expect.poll(() => first.said().match(/tenant\/set/g)).toHaveLength(2)
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')
  const second = await start()
  expect([await send(2), await send(3)]).toEqual([200, 204])
  await expect.poll(() => second.said().match(/tenant\/set/g)).toHaveLength(1)
  expect(JSON.parse(readFileSync(seenFile, 'utf8'))).toMatchObject({ 'tenant/set': { sequence: 3 } })
})
