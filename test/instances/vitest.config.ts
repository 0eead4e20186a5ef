import { defineConfig } from 'vitest/config'
import { withoutProxy } from '../support/without-proxy.ts'

// Real processes on one PostgreSQL, whose leases and heartbeats run out in real time: minutes, not seconds.
export default defineConfig({
  test: {
    dir: 'test/instances',
    include: ['**/*.test.ts'],
    env: withoutProxy,
    globalSetup: ['test/support/postgres-server.ts'],
    testTimeout: 240_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
})
