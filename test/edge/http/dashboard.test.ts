import { expect, test } from 'vitest'
import { makeMetrics } from '#edge/http/metrics.ts'
import dashboard from '../../../ops/grafana-dashboard.json' with { type: 'json' }

/** The metrics of a bot in which everything has happened once. */
async function busyPage(): Promise<string> {
  const metrics = makeMetrics()
  metrics.turnEnded({ kind: 'command', verb: 'help', outcome: 'done', ms: 1 } as never)
  metrics.requestEnded({ service: 'graph', ms: 1, status: 200 })
  metrics.refused({ status: 401, reason: 'token' } as never)
  metrics.messageEnded('sent')
  metrics.tenantRead('same')
  metrics.throttled('all')
  metrics.watchOutbox(async () => ({ waiting: 1, dead: 0, oldestMs: 2_000, refused: false }))
  const pace = { size: 16, inFlight: 3, waiting: 2, throttledTenants: 1, openBreakers: 4 }
  metrics.webhookEnded('siem', 'delivered')
  metrics.watchWebhooks(async () => [{ target: 'siem', waiting: 1, dead: 0, oldestMs: 2_000 }])
  let queues = [{ queue: 'sync.portion', due: 5, oldestMs: 7_000, active: 2, retrying: 1 }]
  metrics.watchSync(
    () => pace,
    async () => queues,
  )
  const page = await metrics.text()
  queues = []
  expect(await metrics.text()).not.toContain('queue="sync.portion"')
  return page
}

const expressions = dashboard.panels.flatMap((panel) =>
  'targets' in panel ? (panel.targets ?? []).map(({ expr }) => expr) : [],
)

test('every metric of the dashboard, with every label it is asked by, stands on the page', async () => {
  const page = await busyPage()
  const named = [
    ...expressions,
    ...dashboard.templating.list.map(({ query }) => JSON.stringify(query)),
  ].flatMap((text) => text.match(/\b(?:grantkeeper|nodejs|process)_[a-z0-9_]+/g) ?? [])
  expect(named.length).toBeGreaterThan(20)
  for (const name of named) expect(page, name).toMatch(new RegExp(`^${name}[ {]`, 'm'))
  for (const expression of expressions) {
    const metric = /(?:grantkeeper|nodejs|process)_[a-z0-9_]+/.exec(expression)?.[0] ?? ''
    const lines = page.split('\n').filter((line) => line.startsWith(metric))
    for (const label of /\bby \(([^)]*)\)/.exec(expression)?.[1]?.split(', ') ?? []) {
      expect(
        lines.some((line) => line.includes(`${label}="`)),
        `${metric} by ${label}`,
      ).toBe(true)
    }
  }
})

test('every figure of our own stands on the dashboard', async () => {
  const own = [...(await busyPage()).matchAll(/^# TYPE (grantkeeper_\S+)/gm)].map(([, name]) => name ?? '')
  expect(own.length).toBeGreaterThanOrEqual(15)
  for (const name of own)
    expect(
      expressions.some((text) => text.includes(name)),
      name,
    ).toBe(true)
})

test('panels have ids of their own and do not lie on each other', () => {
  const ids = dashboard.panels.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, at) => `${x + (at % w)}/${y + Math.floor(at / w)}`),
  )
  expect(new Set(cells).size).toBe(cells.length)
})
