import { defineConfig } from 'vitest/config'

// One demo, one browser, one story: in order and with the patience that real programs need.
export default defineConfig({
  test: {
    dir: 'test/e2e',
    include: ['**/*.e2e.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    bail: 1,
  },
})
