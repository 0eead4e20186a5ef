import { expect, test } from 'vitest'
import { evaluationFromJson } from '#domain/grants/grant-json.ts'

test('an evaluation comes back as the same text, so that a read that finds nothing new outdates no card', () => {
  const since = '2026-11-24T15:42:56.473Z'
  const finding = { code: 'PERMISSIONS_REMOVED', who: 'operator', since, permissions: ['a/application/b'] }
  const text = JSON.stringify({ findings: [finding, { code: 'NEVER_READ', who: 'operator' }] })
  expect(JSON.stringify(evaluationFromJson(text))).toBe(text)
})
