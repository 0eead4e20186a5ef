import { defineConfig } from 'vitest/config'

// Every step of every flow; `npm test` tries a few of them.
export default defineConfig({
  test: {
    dir: 'test/crash',
    include: ['**/*.test.ts'],
    env: { CRASH_POINTS: 'all' },
    maxWorkers: '100%',
  },
})
