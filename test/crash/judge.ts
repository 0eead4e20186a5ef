import { expect } from 'vitest'
import type { CrashWorld } from './crash-world.ts'
import { countAudit, type Play } from './flows.ts'

/** What must hold after a flow, wherever the bot was killed on the way. */
export async function judge(play: Play, world: CrashWorld): Promise<void> {
  expect(play.isDone(world)).toBe(true)
  expect(countAudit(world, play.act)).toBe(1)
  // A card that changed a moment ago changes again at its own pace.
  const patience = { timeout: 20_000, interval: 200 }
  await expect.poll(() => world.query('select * from outbox'), patience).toEqual([])
  expect(world.query('select queue from jobs where run_at <= ?', Date.now())).toEqual([])
  expectLinksTold(play, world)
  expectStatusesTold(world)
}

/** Every phase that a link reached stands in the audit exactly once. */
function expectLinksTold({ where }: Play, world: CrashWorld): void {
  if (!where) return
  // What the demo remembers was never told.
  const consents = world.query<{ code: string; times_json: string }>(
    `select code, times_json from consents join consent_links on consents.id = consent_id
     where set_id = ? and tenant_id = ? and conversation_id <> 'not opened yet'`,
    where.setId,
    where.tenantId,
  )
  const told = (action: string, code: string): number =>
    world.query('select 1 from audit where action = ? and detail_json like ?', action, `%"${code}"%`).length
  for (const { code, times_json } of consents) {
    const { opened, returned, verified, cancelled } = JSON.parse(times_json) as Record<string, string>
    expect(told('grant.start', code)).toBe(1)
    expect(told('consent.open', code)).toBe(opened ? 1 : 0)
    expect(told('consent.return', code)).toBe(returned ? 1 : 0)
    expect(told('consent.verified', code)).toBe(verified ? 1 : 0)
    expect(told('consent.cancelled', code)).toBe(cancelled ? 1 : 0)
  }
}

/** A read that was repeated after a crash tells nothing twice. */
function expectStatusesTold(world: CrashWorld): void {
  const rows = world.query<{ grant: string; detail_json: string }>(
    `select tenant_id || '/' || set_id "grant", detail_json from audit where action = 'grant.status' order by id`,
  )
  for (const [name, changes] of Map.groupBy(rows, (row) => row.grant)) {
    const doubled = changes.filter((change, index) => change.detail_json === changes[index - 1]?.detail_json)
    expect(doubled, name).toEqual([])
  }
}
