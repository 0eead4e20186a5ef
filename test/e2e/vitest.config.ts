import { defineConfig } from 'vitest/config'

// One demo, one browser, one story per file: in order and with the patience that real programs need on a busy machine.
export default defineConfig({
  test: {
    dir: 'test/e2e',
    include: ['**/*.e2e.ts'],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    bail: 1,
  },
})
