import { test } from 'vitest'
import { expectIdsToCount } from './unread-home.ts'

test.each([
  ['hangs', { where: 'graph', kind: 'hang' }],
  ['answers 503', { where: 'graph', kind: 'status', status: 503 }],
])('when Graph %s: object ids count, groups do not, and nobody waits four seconds', (_, fault) =>
  expectIdsToCount(fault),
)
