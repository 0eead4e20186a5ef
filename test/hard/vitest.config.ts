import { defineConfig } from 'vitest/config'
import { withoutProxy } from '../support/without-proxy.ts'

/** The full counts, one file after the other: memory and time of one shall not be those of another. */
export default defineConfig({
  test: {
    include: ['test/hard/**/*.test.ts', 'test/faults/**/*.test.ts'],
    env: { ...withoutProxy, HARD: 'full' },
    fileParallelism: false,
    hookTimeout: 60_000,
  },
})
