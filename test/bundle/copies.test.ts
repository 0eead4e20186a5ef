import { expect, it } from 'vitest'
import { copiesIn } from '../../scripts/bundle/copies.ts'

it('copies in one version have one folder that stands for them; other versions and tools have their own', () => {
  const packages = {
    '': { version: '1.0.0' },
    'node_modules/zod': { version: '4.0.0' },
    'node_modules/botbuilder/node_modules/zod': { version: '3.0.0' },
    'node_modules/botbuilder-core/node_modules/zod': { version: '3.0.0' },
    'node_modules/schema/node_modules/zod': { version: '3.0.0' },
    'node_modules/a-tool/node_modules/zod': { version: '3.0.0', dev: true },
    'node_modules/openai/node_modules/zod': { version: '3.1.0' },
  }
  expect(Object.fromEntries(copiesIn(JSON.stringify({ packages })))).toEqual({
    'node_modules/botbuilder/node_modules/zod': 'node_modules/botbuilder-core/node_modules/zod',
    'node_modules/schema/node_modules/zod': 'node_modules/botbuilder-core/node_modules/zod',
  })
})
