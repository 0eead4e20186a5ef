import { defineConfig } from 'vitest/config'
import { withoutProxy } from '../support/without-proxy.ts'

const { CRASH_POINTS, CRASH_SEED, CRASH_SEEDS } = process.env
const isSeeded = CRASH_SEED !== undefined || CRASH_SEEDS !== undefined

// So many points spread over each flow, or every step with every seed; `npm run test:full` tries one of each.
export default defineConfig({
  test: {
    dir: 'test/crash',
    include: ['**/*.test.ts'],
    globalSetup: ['test/support/bundle-programs.ts'],
    env: { ...withoutProxy, ...((CRASH_POINTS || !isSeeded) && { CRASH_POINTS: CRASH_POINTS ?? '48' }) },
    maxWorkers: '100%',
  },
})
