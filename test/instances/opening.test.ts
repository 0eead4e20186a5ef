import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { verifyChain } from '#domain/audit/verify-chain.ts'
import { findButton } from '../support/card-parts.ts'
import { askAccessIn } from '../support/facts.ts'
import { people } from '../support/whole-app.ts'
import { type Cluster, startCluster, until } from './cluster.ts'

const setId = 'protected-content'

/** Every instance by itself. */
const answers = async ({ urls, emulator }: Cluster, tenantId: string): Promise<boolean[]> => {
  const asked = urls().map((botUrl) => askAccessIn({ botUrl, emulator }, tenantId, setId))
  return (await Promise.all(asked)).map(({ allowed }) => allowed)
}

test('two instances, one killed over the end: none of them says yes after it, and the end is stored once', async () => {
  const cluster = await startCluster({ tenants: 3, graphMs: 5, parallel: 4 })
  const [first] = [await cluster.start(), await cluster.start()]
  const alice = cluster.teams.as(people.alice)
  await alice.ask('sync all')
  await until(async () => (await cluster.query("select 1 from sync_runs where state = 'done'")).length > 0)
  const [{ tenant_id: tenantId } = {}] = (await cluster.query(
    `select tenant_id from grants where set_id = '${setId}' and usable = 1 limit 1`,
  )) as { tenant_id?: string }[]
  if (!tenantId) throw new Error('Expected a tenant with the set')
  const blocked = await alice.ask(`block "Labels and protected content" in ${tenantId}`)
  await alice.click(blocked, 'grant.confirmBlock')
  expect(await answers(cluster, tenantId)).toEqual([false, false])
  const confirm = await alice.ask(`unblock "Labels and protected content" in ${tenantId} for 1 hour`)
  const end = Date.now() + 3_000
  const { data } = findButton(confirm.card, 'grant.confirmUnblock')
  const sooner = { ...(data as object), until: new Date(end).toISOString() }
  await alice.press(confirm, { verb: 'grant.confirmUnblock', data: sooner })
  expect(await answers(cluster, tenantId)).toEqual([true, true])

  await until(() => Date.now() > end - 200, 10)
  first.child.kill('SIGKILL')
  await until(() => Date.now() >= end, 1)
  for (let asked = 0; asked < 40; asked += 1) {
    expect(await answers(cluster, tenantId)).not.toContain(true)
    await pause(25)
  }
  await cluster.start()
  expect(await answers(cluster, tenantId)).toEqual([false, false])
  const closes = "select 1 from audit where action = 'grant.close'"
  await until(async () => (await cluster.query(closes)).length > 0)
  expect(await cluster.query(closes)).toHaveLength(1)
  expect(await verifyChain(cluster.database.db)).toMatchObject({ damage: undefined })
})
