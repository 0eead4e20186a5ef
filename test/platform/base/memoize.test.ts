import { expect, test } from 'vitest'
import { memoize } from '#platform/base/memoize.ts'

test('computes once for each object, whatever is equal', () => {
  const seen: object[] = []
  const textOf = memoize((value: object) => {
    seen.push(value)
    return JSON.stringify(value)
  })
  const [one, equal] = [{ a: 1 }, { a: 1 }]
  expect([textOf(one), textOf(one), textOf(equal)]).toEqual(['{"a":1}', '{"a":1}', '{"a":1}'])
  expect(seen).toEqual([one, equal])
})

test('an empty text is a result, and an error is none', () => {
  let times = 0
  const compute = memoize((_: object) => {
    times += 1
    if (times === 1) throw new Error('not yet')
    return ''
  })
  const key = {}
  expect(() => compute(key)).toThrow('not yet')
  expect([compute(key), compute(key), times]).toEqual(['', '', 2])
})
