import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { makeDoorLog } from '#edge/http/door-log.ts'
import { minutes } from '#platform/base/time.ts'
import { makeTestClock } from '../../support/clocks.ts'
import { makeTestLog } from '../../support/logs.ts'

const from = (address: string | undefined, forwarded?: string) =>
  ({
    socket: { remoteAddress: address },
    headers: { ...(forwarded !== undefined && { 'x-forwarded-for': forwarded }) },
  }) as unknown as IncomingMessage

const refusal = { door: 'messages', status: 401, reason: 'token' } as const

test('a flood of one reason leaves a few lines and a count, and hides no other reason', () => {
  const clock = makeTestClock()
  const log = makeTestLog()
  const onRefused = makeDoorLog({ log, clock })
  for (let n = 0; n < 10_000; n++) onRefused(from('203.0.113.7'), refusal)
  onRefused(from('203.0.113.8'), { ...refusal, reason: 'claims' })
  expect(log.lines).toHaveLength(6)
  expect(log.lines[0]).toEqual({
    level: 'info',
    facts: { ...refusal, address: '203.0.113.7' },
    message: 'refused at the door',
  })
  expect(log.lines[5]?.facts).toMatchObject({ reason: 'claims', address: '203.0.113.8' })
  clock.forward(minutes(1))
  onRefused(from('203.0.113.9'), refusal)
  onRefused(from('203.0.113.9'), refusal)
  expect(log.lines.slice(6).map(({ facts }) => facts)).toEqual([
    { ...refusal, address: '203.0.113.9', skipped: 9_995 },
    { ...refusal, address: '203.0.113.9' },
  ])
})

test.each([
  ['::ffff:203.0.113.7', undefined, { address: '203.0.113.7' }],
  ['2001:db8::1', undefined, { address: '2001:db8::1' }],
  [undefined, undefined, { address: 'closed' }],
  ['10.0.0.1', '198.51.100.1, 203.0.113.7', { address: '10.0.0.1', forwardedFor: '203.0.113.7' }],
  ['10.0.0.1', 'evil\r\n{"level":60}', { address: '10.0.0.1' }],
  ['10.0.0.1', '203.0.113.7, secret=hunter2', { address: '10.0.0.1' }],
])('the address of %s, forwarded for %s', (address, forwarded, expected) => {
  const log = makeTestLog()
  makeDoorLog({ log, clock: makeTestClock() })(from(address, forwarded), refusal)
  expect(log.lines[0]?.facts).toEqual({ ...refusal, ...expected })
})
