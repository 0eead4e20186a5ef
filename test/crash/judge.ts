import { expect } from 'vitest'
import {
  findDoubleCards,
  findFalseGrants,
  findHistoryDamage,
  findOthersOn,
  type Oracles,
} from '../model/oracles.ts'
import { query } from '../support/facts.ts'
import type { TeamsPerson } from '../support/fake-teams.ts'
import type { CrashWorld } from './crash-world.ts'
import { type Place, type Play, timesOf } from './flows.ts'
import { expectEventsDelivered } from './judge-webhooks.ts'
import { whatIsLeft } from './what-is-left.ts'

/** Who judges: the rights as they were before the flow, and a person to look at the end. */
export interface By {
  rights: Oracles
  actor: TeamsPerson
}

/** What must hold after a flow, wherever the bot was killed on the way: O1 to O6 of docs/reliability.md. */
export async function judge(play: Play, world: CrashWorld, { rights, actor }: By): Promise<void> {
  expect(play.isDone(world), `done; ${whatIsLeft(world)}`).toBe(true)
  expect(timesOf(world, play.act)).toHaveLength(1)
  // A line that was asked about did nothing: nobody was there beside the flow.
  expect(query(world, "select action from audit where reason = 'NAME_PART'")).toEqual([])
  await expectNothingLeft(world)
  expectLinksTold(play, world)
  expectStatusesTold(world)
  expectFewDoubles(world)
  await expectEventsDelivered(world)
  if (play.where) expect(world.webhook.receiver.requests.length).toBeGreaterThan(0)
  rights.afterStep({ what: play.act, answers: [] })
  expect(rights.complaints).toEqual([])
  const tenants = query<{ id: string }>(world, 'select id from tenants')
  expect(tenants.flatMap(({ id }) => findFalseGrants(world, id))).toEqual([])
  expect(await findHistoryDamage(world)).toBeUndefined()
  await expectApart(world, actor, play.where)
}

/** O2: no message, job or round. */
async function expectNothingLeft(world: CrashWorld): Promise<void> {
  // A card that changed a moment ago changes again at its own pace, and a job may fall due at this moment.
  const patience = { timeout: 20_000, interval: 200 }
  await expect.poll(() => query(world, 'select * from outbox'), patience).toEqual([])
  const due = () => query(world, 'select queue from jobs where run_at <= ?', Date.now())
  await expect.poll(due, patience).toEqual([])
  expect(query(world, "select id from sync_runs where state = 'running'")).toEqual([])
}

/** O3: a death between the channel's answer and our record leaves one more card of the same alert, and no more. */
function expectFewDoubles({ teams }: CrashWorld): void {
  const conversations = new Set(teams.connector.requests.flatMap(({ path }) => conversationOf(path)))
  const doubles = findDoubleCards({ teams }, [...conversations])
  expect(doubles.filter((each) => !each.startsWith('2 ×'))).toEqual([])
}

const conversationOf = (path: string): string[] => {
  const id = /conversations\/([^/?]+)/.exec(path)?.[1]
  return id ? [decodeURIComponent(id)] : []
}

/** O4: the card of a tenant names no other. */
async function expectApart(
  { teams }: CrashWorld,
  actor: TeamsPerson,
  where: Place | undefined,
): Promise<void> {
  if (!where) return
  const { card } = await teams.as(actor).ask(`status ${where.tenant}`)
  expect(findOthersOn(card, where.tenantId)).toEqual([])
}

/** Every phase that a link reached stands in the audit exactly once. */
function expectLinksTold({ where }: Play, world: CrashWorld): void {
  if (!where) return
  // What the demo remembers was never told.
  const consents = query<{ code: string; times_json: string }>(
    world,
    `select code, times_json from consents join consent_links on consents.id = consent_id
     where set_id = ? and tenant_id = ? and conversation_id <> 'not opened yet'`,
    where.setId,
    where.tenantId,
  )
  const told = (action: string, code: string): number =>
    query(world, 'select 1 from audit where action = ? and detail_json like ?', action, `%"${code}"%`).length
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
  const rows = query<{ grant: string; detail_json: string }>(
    world,
    `select tenant_id || '/' || set_id "grant", detail_json from audit where action = 'grant.status' order by id`,
  )
  for (const [name, changes] of Map.groupBy(rows, (row) => row.grant)) {
    const doubled = changes.filter((change, index) => change.detail_json === changes[index - 1]?.detail_json)
    expect(doubled, name).toEqual([])
  }
}
