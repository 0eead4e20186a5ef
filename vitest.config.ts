import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** Replaces something of its whole process that cannot be put back. */
const alone = ['test/flows/trace.test.ts']

/** What no commit waits for: faults, hostile inputs, random people, `kill -9`. */
const long = ['test/{crash,faults,hard,model}/**/*.test.ts']

/** They have configurations of their own. */
const elsewhere = ['test/{e2e,instances}/**']

/** `--mode full`: all runs of every property; without it, at most 200 of each. */
export default defineConfig(({ mode }) => ({
  test: {
    // Node loads the files as it does in production, and each of them once in a worker instead of once in a test file.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    isolate: false,
    // Tests wait a lot: for a program, a database, a timer.
    maxWorkers: availableParallelism() + 1,
    globalSetup: ['test/support/postgres-server.ts', 'test/support/bundle-programs.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 60_000,
    env: { PROPERTY_RUNS: mode === 'full' ? 'all' : 'few' },
    projects: [
      { extends: true, test: { name: 'alone', include: alone, isolate: true } },
      { extends: true, test: { name: 'long', include: long } },
      // One for all the rest: another one would load what these have loaded again, in workers of its own.
      {
        extends: true,
        test: { name: 'main', include: ['test/**/*.test.ts'], exclude: [...alone, ...long, ...elsewhere] },
      },
    ],
  },
}))
