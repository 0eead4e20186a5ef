import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { withoutProxy } from './test/support/without-proxy.ts'

/** What they set for their whole process can't be put back: a tracer, and the endpoint that msal-node keeps. */
const alone = ['test/flows/trace.test.ts', 'test/platform/microsoft/channel-token.test.ts']

/**
 * What no commit waits for: faults, hostile inputs, random people, `kill -9`; fleets, random worlds, many instances, started
 * programs, and time limits that are waited for; every way round a rule whose main way `npm test` walks.
 */
const long = [
  'test/{crash,faults,hard,model}/**/*.test.ts',
  'test/app/{process,preflight}.test.ts',
  'test/bundle/production.test.ts',
  'test/domain/{audit/ocsf-event,audit/verify-audit,requests/random-people,sync/fast-path/record-quiet-tenants}.test.ts',
  'test/emulator/{cli,device-code,graph-writes,pages}.test.ts',
  'test/flows/{access-ending,act-once,alerts-more,blocks-stay,consent-threats,digest,doubt,exceptions}.test.ts',
  'test/flows/{hanging,help-lines,history,instances,no-dead-end,roles-unread}.test.ts',
  'test/edge/teams/targeted.test.ts',
  'test/infra/toolkit-cli.test.ts',
  'test/flows/{manual-reads,mcp,mine,moment-of-effect,move,nothing-foreign,one-answer,one-tenant}.test.ts',
  'test/flows/{openings-misuse,openings-more,outcome,owners-over-time,preflight-red,reach,requirements,scopes}.test.ts',
  'test/flows/{several-tenants,small-amounts,unexplained,what-if,whole-list}.test.ts',
  'test/samples/receive-events.test.ts',
  'test/security/canaries.test.ts',
  'test/platform/jobs/{boss,instances}.test.ts',
  'test/platform/outbox/{fan-out,killed,leader-lease}.test.ts',
  'test/platform/storage/{crash,inspect-durable,move,postgres-killed,roll-back,silent-server,upgrade-jobs}.test.ts',
  'test/setup/{broken-off,killed,setup}.test.ts',
]

/** What `npm run test:full` also runs with the successor of the default SDK. */
const withTeamsApps = [
  'test/edge/teams/{authentication,chat,conversations,installation,load-shedding,send,targeted,turns}.test.ts',
  'test/flows/{act-once,alerts,alerts-more,block,doubt,grant,guarded,help-lines,one-answer,outcome}.test.ts',
  'test/flows/{quoted-messages,references}.test.ts',
  'test/flows/{reader-zone,removed-tenants,requests,see,sync,targeted,typed-text,undelivered,welcome}.test.ts',
]

/** They have configurations of their own. */
const elsewhere = ['test/{e2e,instances}/**']

/** They wait for programs and time limits: begun last, they would end long after all others. */
const slow =
  /\/(app\/process|domain\/sync\/.*record-quiet-tenants|flows\/(access-ending|alerts|doubt|hanging|moment-of-effect|nothing-foreign|requirements|roles-unread|scopes|small-amounts)|security\/.*)\.test\.ts$/

/** The slow ones of each project first. Vitest knows how long each took only from the run before. */
class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rankOf = ({ moduleId }: TestSpecification): number => (slow.test(moduleId) ? 0 : 1)
    const byProject = Map.groupBy(await super.sort(files), ({ project }) => project.name)
    return [...byProject.values()].flatMap((own) => own.toSorted((a, b) => rankOf(a) - rankOf(b)))
  }
}

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
    // A second isn't long where other programs run too.
    expect: { poll: { timeout: 30_000, interval: 10 } },
    sequence: { sequencer: SlowFirst },
    env: { ...withoutProxy, PROPERTY_RUNS: mode === 'full' ? 'all' : 'few' },
    projects: [
      { extends: true, test: { name: 'alone', include: alone, isolate: true } },
      { extends: true, test: { name: 'long', include: long } },
      ...(mode === 'full'
        ? [
            {
              extends: true as const,
              test: {
                name: 'teams.apps',
                include: withTeamsApps,
                env: { ...withoutProxy, PROPERTY_RUNS: 'few', TEST_TEAMS_SDK: 'teams.apps' },
              },
            },
          ]
        : []),
      // One for all the rest: another one would load what these have loaded again, in workers of its own.
      {
        extends: true,
        test: { name: 'main', include: ['test/**/*.test.ts'], exclude: [...alone, ...long, ...elsewhere] },
      },
    ],
  },
}))
