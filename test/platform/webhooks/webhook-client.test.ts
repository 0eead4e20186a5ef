import { expect, onTestFinished, test, vi } from 'vitest'
import { systemClock } from '#platform/base/time.ts'
import { type Lookup, makeWebhookClient } from '#platform/webhooks/webhook-client.ts'
import { answerWith, openWebhookReceiver } from '../../support/webhook-receiver.ts'

const request = { headers: { 'content-type': 'application/json' }, body: '{}' }
const never = new AbortController().signal

/** Answers with these addresses, one list for each question, and counts. */
function lookupOf(...answers: readonly (readonly string[])[]): { lookup: Lookup; asked: string[] } {
  const asked: string[] = []
  const lookup: Lookup = (name, _options, callback) => {
    const addresses = answers[Math.min(asked.length, answers.length - 1)] ?? []
    asked.push(name)
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }
  return { lookup, asked }
}

function open(url: string, options: Partial<Parameters<typeof makeWebhookClient>[0]> = {}) {
  const client = makeWebhookClient({
    url,
    allowPrivate: true,
    clock: systemClock,
    timeoutMs: 300,
    ...options,
  })
  onTestFinished(() => client.close())
  return client
}

test('the address is checked where the connection is made: what changes its mind is refused', async () => {
  const receiver = await openWebhookReceiver()
  const url = receiver.url.replace('127.0.0.1', 'receiver.example')
  const allowed = lookupOf(['127.0.0.1'])
  expect(await open(url, { lookup: allowed.lookup }).send(request, never)).toMatchObject({ status: 204 })
  expect(allowed.asked).toEqual(['receiver.example'])
  for (const addresses of [
    ['127.0.0.1'],
    ['8.8.8.8', '10.0.0.1'],
    ['::1'],
    ['::ffff:127.0.0.1'],
    ['169.254.169.254'],
  ]) {
    const { lookup } = lookupOf(addresses)
    const client = open(url, { lookup, allowPrivate: false })
    expect(await client.send(request, never), addresses.join()).toEqual({ failure: 'addressRefused' })
  }
  const metadata = lookupOf(['169.254.169.254'])
  expect(await open(url, { lookup: metadata.lookup }).send(request, never)).toEqual({
    failure: 'addressRefused',
  })
  // An address in the URL asks nobody.
  expect(await open(receiver.url, { allowPrivate: false }).send(request, never)).toEqual({
    failure: 'addressRefused',
  })
  expect(receiver.requests).toHaveLength(1)
})

test('whatever a target does, the answer comes in time and is its head', async () => {
  const receiver = await openWebhookReceiver()
  const client = open(receiver.url)
  const answered = async (answer: Parameters<typeof receiver.answer>[0]) => {
    receiver.answer(answer)
    return client.send(request, never)
  }
  expect(await answered(() => {})).toEqual({ failure: 'timedOut' })
  expect(await answered(answerWith(301, { location: 'http://127.0.0.1:1/' }))).toMatchObject({ status: 301 })
  expect(await answered(answerWith(429, { 'retry-after': '120' }))).toEqual({
    status: 429,
    retryAfterMs: 120_000,
  })
  expect(await answered(answerWith(503, { 'retry-after': 'soon' }))).toMatchObject({ status: 503 })
  const endless = await answered((_request, response) => {
    response.writeHead(200)
    const more = setInterval(() => response.write('x'.repeat(100_000)), 1)
    response.once('close', () => clearInterval(more))
  })
  expect(endless).toMatchObject({ status: 200 })
  expect(await answered((_request, response) => void response.destroy())).toEqual({ failure: 'broken' })
  expect(await answered(answerWith(204, { x: 'y'.repeat(50_000) }))).toEqual({
    failure: 'broken',
  })
  expect(await answered(answerWith(204))).toMatchObject({ status: 204 })
})

test('nobody there, no such name, no certificate, and the end of this process', async () => {
  const receiver = await openWebhookReceiver()
  const { url } = receiver
  const { lookup } = lookupOf([])
  const named = url.replace('127.0.0.1', 'receiver.example')
  expect(await open(named, { lookup }).send(request, never)).toEqual({ failure: 'nameUnknown' })
  expect(await open(url.replace('http:', 'https:')).send(request, never)).toMatchObject({ failure: 'tls' })
  const stop = new AbortController()
  receiver.answer(() => stop.abort())
  expect(await open(url).send(request, stop.signal)).toEqual({ stopped: true })
  await receiver.close()
  expect(await open(url).send(request, never)).toEqual({ failure: 'unreachable' })
})

test('a name whose servers hang takes one lookup, however many requests wait for it', async () => {
  const receiver = await openWebhookReceiver()
  const answers: (() => void)[] = []
  const lookup: Lookup = (_name, _options, callback) => {
    answers.push(() => callback(null, [{ address: '127.0.0.1', family: 4 }]))
  }
  const client = open(receiver.url.replace('127.0.0.1', 'receiver.example'), { lookup, timeoutMs: 100 })
  const sendMany = () => Promise.all(Array.from({ length: 8 }, () => client.send(request, never)))
  expect(await sendMany()).toEqual(Array.from({ length: 8 }, () => ({ failure: 'timedOut' })))
  // The requests gave up; the system still asks.
  expect(await sendMany()).toHaveLength(8)
  expect(answers).toHaveLength(1)
  answers[0]?.()
  const later = client.send(request, never)
  await vi.waitFor(() => expect(answers).toHaveLength(2))
  answers[1]?.()
  expect(await later).toMatchObject({ status: 204 })
})
