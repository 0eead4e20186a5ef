import { expect, test } from 'vitest'
import { later, minutes, seconds } from '#platform/base/time.ts'
import type { TenantRead } from '#platform/microsoft/facts.ts'
import { learnThrottling } from '#platform/microsoft/learn-throttling.ts'
import { makeOutcome, type OutcomeName } from '#platform/microsoft/outcomes.ts'
import { makeThrottledReads } from '#platform/microsoft/throttled-reads.ts'
import { makeTestClock } from '../../support/clocks.ts'
import { openMicrosoft, requirements } from '../../support/microsoft.ts'

function setup() {
  const clock = makeTestClock()
  const throttledReads = makeThrottledReads({ clock, random: () => 0, most: 4 })
  let asked = 0
  const failed = (name: OutcomeName, retryAfterMs?: number): TenantRead => ({
    connection: 'failed',
    at: clock(),
    outcome: makeOutcome('graph', name, retryAfterMs === undefined ? {} : { retryAfterMs }),
  })
  const read = async (tenantId: string, answer: TenantRead) => {
    const before = asked
    const got = await throttledReads.read(tenantId, async () => {
      asked += 1
      return answer
    })
    return { ...got, wasAsked: asked > before }
  }
  const well = (): TenantRead => ({
    connection: 'ok',
    at: clock(),
    organization: { read: true, value: { displayName: '', defaultDomain: '' } },
    sets: {},
  })
  return { clock, throttledReads, failed, well, read }
}

test('a tenant that fails three times in a row rests; one read tries it, and when it is well all is as before', async () => {
  const { clock, throttledReads, failed, well, read } = setup()
  for (let time = 0; time < 3; time++)
    expect(await read('a', failed('graphFault'))).toMatchObject({ wasAsked: true })
  expect(throttledReads.figures().openBreakers).toBe(1)
  const held = await read('a', well())
  expect(held).toMatchObject({ connection: 'deferred', because: 'resting', wasAsked: false })
  expect(held).toMatchObject({ outcome: { name: 'graphFault' } })
  expect(await read('b', well())).toMatchObject({ connection: 'ok' })
  clock.forward(minutes(5))
  expect(await read('a', failed('graphFault'))).toMatchObject({ wasAsked: true })
  // The breaker now stays open twice as long.
  clock.forward(minutes(9))
  expect(await read('a', well())).toMatchObject({ wasAsked: false })
  clock.forward(minutes(1))
  expect(await read('a', well())).toMatchObject({ connection: 'ok' })
  expect(await read('a', well())).toMatchObject({ connection: 'ok' })
  expect(throttledReads.figures().openBreakers).toBe(0)
})

test('only one read tries a tenant that has rested', async () => {
  const { clock, throttledReads, failed, read, well } = setup()
  for (let time = 0; time < 3; time++) await read('a', failed('connectionCut'))
  clock.forward(minutes(5))
  let end = (_: TenantRead): void => {}
  const trying = throttledReads.read('a', () => new Promise((resolve) => (end = resolve)))
  expect(await read('a', well())).toMatchObject({ because: 'resting', wasAsked: false })
  end(well())
  expect(await trying).toMatchObject({ connection: 'ok' })
})

test('what does not pass by itself is told every time: a refusal and a lost connection are news', async () => {
  const { failed, read } = setup()
  for (let time = 0; time < 5; time++) {
    expect(await read('a', failed('readerRightMissing'))).toMatchObject({
      connection: 'failed',
      wasAsked: true,
    })
  }
})

test('a throttled tenant waits as long as it was asked to, alone, and is never taken for broken', async () => {
  const { clock, failed, read, well } = setup()
  const until = later(clock(), seconds(30))
  for (let time = 0; time < 4; time++) {
    const held = { connection: 'deferred', because: 'throttled', until }
    expect(await read('a', failed('graphThrottled', seconds(30)))).toMatchObject(held)
  }
  expect(await read('b', well())).toMatchObject({ connection: 'ok' })
  clock.forward(seconds(30))
  expect(await read('a', well())).toMatchObject({ connection: 'ok', wasAsked: true })
})

test('one throttled set holds the whole tenant: half a read is none', async () => {
  const { clock, read, well } = setup()
  const outcome = makeOutcome('graph', 'graphThrottled', { retryAfterMs: 1_500 })
  const half = { ...well(), sets: { one: { read: false as const, outcome } } } as TenantRead
  expect(await read('a', half)).toMatchObject({ because: 'throttled', until: later(clock(), 1_500) })
})

test('an answer about the app in all tenants holds all of them, another one only its tenant', () => {
  const { clock, throttledReads } = setup()
  const answer = (tenantId: string, scope: string, after: string) =>
    learnThrottling(throttledReads, clock, tenantId, {
      status: 429,
      headers: { 'Retry-After': after, 'X-Ms-Throttle-Scope': `${scope}/Read/app/${tenantId}` },
    })
  answer('a', 'Tenant_Application', '60')
  expect([
    throttledReads.throttledUntil('a'),
    throttledReads.throttledUntil('b'),
    throttledReads.throttledUntil(),
  ]).toEqual([later(clock(), seconds(60)), undefined, undefined])
  answer('a', 'Application', '20')
  expect([
    throttledReads.throttledUntil('a'),
    throttledReads.throttledUntil('b'),
    throttledReads.throttledUntil(),
  ]).toEqual([later(clock(), seconds(60)), later(clock(), seconds(20)), later(clock(), seconds(20))])
  clock.forward(seconds(20))
  expect([throttledReads.throttledUntil('b'), throttledReads.throttledUntil()]).toEqual([
    undefined,
    undefined,
  ])
  expect(throttledReads.figures().throttledTenants).toBe(1)
  clock.forward(seconds(40))
  expect([throttledReads.throttledUntil('a'), throttledReads.figures().throttledTenants]).toEqual([
    undefined,
    0,
  ])
})

test('a tenant out of resource units is put off until it has new ones, and then read whole', async () => {
  const microsoft = await openMicrosoft()
  const { id } = microsoft.tenant('adatum.com')
  const again = () => microsoft.directory.readTenantAgain(id, requirements)
  microsoft.world.settings.unitsPer10s = 30
  expect(await again()).toMatchObject({ connection: 'ok' })
  const held = await again()
  expect(held).toMatchObject({ connection: 'deferred', because: 'throttled' })
  expect(microsoft.slept).toEqual([])
  if (held.connection !== 'deferred') throw new Error('Expected it to be held')
  microsoft.entries()
  expect(await again()).toMatchObject({ connection: 'deferred' })
  expect(microsoft.requests()).toEqual([])
  microsoft.clock.advance(held.until.getTime() - microsoft.clock.nowMs())
  expect(await again()).toMatchObject({ connection: 'ok' })
})

test('two reads of one tenant go one after the other', async () => {
  const microsoft = await openMicrosoft()
  const { id } = microsoft.tenant('adatum.com')
  const [one, other] = await Promise.all([
    microsoft.directory.readTenantAgain(id, requirements),
    microsoft.directory.readTenant(id, requirements),
  ])
  expect([one.connection, other.connection]).toEqual(['ok', 'ok'])
  // In parallel they would have shared the token request and sent both batches at once.
  expect(microsoft.requests()).toEqual(['token 200', 'batch 200', 'batch 200'])
})
