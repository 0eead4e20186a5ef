import { SpanKind, SpanStatusCode } from '@opentelemetry/api'
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node'
import { beforeEach, expect, test } from 'vitest'
import { inSpan } from '#platform/base/trace.ts'
import { addFault } from '../../emulator/faults.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'

/** What an operator's SDK would send to a collector. It is loaded once, before the program. */
const exporter = new InMemorySpanExporter()
new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).register()
beforeEach(() => exporter.reset())
const spans = (): readonly ReadableSpan[] => exporter.getFinishedSpans()

/** Past what the start leads to. */
async function startQuietly(): Promise<WholeApp> {
  const app = await startWholeApp()
  await app.settled()
  exporter.reset()
  return app
}

const parentsOf = (name: string): (string | undefined)[] => {
  const nameOf = new Map(spans().map((span) => [span.spanContext().spanId, span.name]))
  return spans()
    .filter((span) => span.name === name)
    .map(({ parentSpanContext }) => nameOf.get(parentSpanContext?.spanId ?? ''))
}

test('a turn, the jobs and requests that it leads to and its messages are spans, each below what asked for it', async () => {
  const app = await startQuietly()
  await app.teams.as(people.alice).ask('sync Adatum')
  await app.settled()
  const names = spans().map(({ name }) => name)
  expect(names).toEqual(
    expect.arrayContaining(['turn sync.tenant', 'job sync.tenant', 'POST graph', 'message sync']),
  )
  // The turn asks for the roles of whoever speaks, the job for the tenant.
  expect(new Set(parentsOf('POST graph'))).toEqual(new Set(['turn sync.tenant', 'job sync.tenant']))
  const graph = spans().find(({ name }) => name === 'POST graph')
  expect(graph?.kind).toBe(SpanKind.CLIENT)
  expect(graph?.attributes).toEqual({
    'http.request.method': 'POST',
    'server.address': '127.0.0.1',
    'http.response.status_code': 200,
  })
  const turn = spans().find(({ name }) => name === 'turn sync.tenant')
  expect(turn?.attributes).toEqual({ 'grantkeeper.turn': 'command', 'grantkeeper.outcome': 'done' })
})

test('nothing in a span is from outside: no name, no id, no typed text, no address with its path', async () => {
  const app = await startQuietly()
  const alice = app.teams.as(people.alice)
  addFault(app.emulator.world, { where: 'graph', effect: { kind: 'cut' }, times: 1 })
  for (const line of ['status Adatum', 'sync Adatum', 'why account-actions in Adatum', 'tell me a secret'])
    await alice.ask(line)
  await app.settled()
  expect(spans().length).toBeGreaterThan(4)
  const said = JSON.stringify(
    spans().map(({ name, attributes, events, status }) => ({ name, attributes, events, status })),
  )
  for (const outside of [
    'Adatum',
    tenantIdOf('Adatum'),
    'Alice',
    people.alice.objectId,
    'secret',
    '/v1.0',
    'oauth2',
  ])
    expect(said).not.toContain(outside)
})

test('what fails is marked with the class of its error, and thrown on', async () => {
  const work = inSpan('work', 'internal', { part: 1 }, async (tell) => {
    tell({ more: 2 })
    throw new RangeError('hunter2')
  })
  await expect(work).rejects.toThrow('hunter2')
  const [span] = spans()
  expect(span?.status).toEqual({ code: SpanStatusCode.ERROR })
  expect(span?.attributes).toEqual({ part: 1, more: 2, 'error.type': 'RangeError' })
  expect(span?.events).toEqual([])
})
