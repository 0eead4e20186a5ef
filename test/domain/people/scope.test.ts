import { expect, test } from 'vitest'
import { covers } from '#domain/people/scope.ts'

test.each([
  ['all', 'all', true],
  ['all', [], true],
  ['all', ['a'], true],
  [['a', 'b'], ['a'], true],
  [['a', 'b'], ['b', 'a'], true],
  [['a'], ['a', 'b'], false],
  [['a'], 'all', false],
  // Nothing was named, so it is about all.
  [['a'], [], false],
  [[], [], false],
] as const)('a role in %j reaches %j: %s', (scope, tenants, isCovered) => {
  expect(covers(scope, tenants)).toBe(isCovered)
})
