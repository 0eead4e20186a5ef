import { defineConfig } from 'vitest/config'

// Every step of every flow, or so many spread evenly; `npm test` tries one of each.
export default defineConfig({
  test: {
    dir: 'test/crash',
    include: ['**/*.test.ts'],
    env: { CRASH_POINTS: process.env.CRASH_POINTS ?? '48' },
    maxWorkers: '100%',
  },
})
