import { expect, test } from 'vitest'
import { endRefusal } from '#domain/grants/lift-refusal.ts'
import { hours, later } from '#platform/base/time.ts'
import { at } from '../../stores/samples.ts'

const now = at(0)
const most = hours(8)

test.each([
  [-1, most, 'TIME_PAST'],
  [0, most, 'TIME_PAST'],
  [0, undefined, 'TIME_PAST'],
  [1, most, undefined],
  [most, most, undefined],
  [most + 1, most, 'TIME_TOO_LONG'],
  [most + 1, undefined, undefined],
])('an end %d ms from now, where %s ms are allowed: %s', (afterMs, openForMs, code) => {
  expect(endRefusal(later(now, afterMs), openForMs, now)?.code).toBe(code)
})
