import { expect, test } from 'vitest'
import { makeBoundedMap } from '#platform/base/bounded-map.ts'
import { makeTestClock } from '../../support/clocks.ts'

test('beyond its bound the entry goes that was not used for longest; to peek is no use', () => {
  const map = makeBoundedMap<string>(2)
  map.set('a', '1').set('b', '2')
  expect([map.get('a'), map.peek('b')]).toEqual(['1', '2'])
  map.set('c', '3')
  expect(['a', 'b', 'c'].map((key) => map.peek(key))).toEqual(['1', undefined, '3'])
})

test('an entry is kept for its time, however often it is asked for, and anew when it is set again', () => {
  const clock = makeTestClock()
  const map = makeBoundedMap<string>(2, { keepMs: 1_000, clock })
  map.set('a', '1')
  clock.forward(999)
  expect(map.get('a')).toBe('1')
  map.set('b', '2')
  clock.forward(1)
  expect([map.get('a'), map.get('b')]).toEqual([undefined, '2'])
  map.set('b', '3')
  clock.forward(999)
  expect(map.get('b')).toBe('3')
  clock.forward(1)
  expect(map.get('b')).toBeUndefined()
})
