import { defineConfig } from 'vitest/config'
import { withoutProxy } from '../support/without-proxy.ts'

// One demo, one browser, one story per file, on ports of its own; two at once, because a story mostly waits. With the patience
// that real programs need on a busy machine.
export default defineConfig({
  test: {
    dir: 'test/e2e',
    include: ['**/*.e2e.ts'],
    env: withoutProxy,
    globalSetup: ['test/support/build-production.ts'],
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    bail: 1,
  },
})
