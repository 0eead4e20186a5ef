import type { Person } from '#platform/base/person.ts'
import type { Db } from '#platform/storage/database.ts'
import type { Scope } from '../people/role-reading.ts'
import type { MemberStage, Progress, Waiting } from './campaign.ts'

type Member = { campaignId: number; tenantId: string; stage: MemberStage; at: Date }

/** Adds a tenant or moves it to a stage; false if it was in that stage already. A returning tenant counts from `at`. */
export async function putMember(db: Db, { campaignId, tenantId, stage, at }: Member): Promise<boolean> {
  const values = { stage, at: at.getTime() }
  const result = await db
    .insertInto('campaign_members')
    .values({ campaign_id: campaignId, tenant_id: tenantId, ...values })
    .onConflict((conflict) =>
      conflict
        .columns(['campaign_id', 'tenant_id'])
        .doUpdateSet(values)
        .where('campaign_members.stage', '!=', stage),
    )
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

/** Moves a member to a stage; false if the tenant isn't a member or was in that stage already. */
export async function moveMember(db: Db, member: Member): Promise<boolean> {
  const result = await db
    .updateTable('campaign_members')
    .set({ stage: member.stage, at: member.at.getTime() })
    .where('campaign_id', '=', member.campaignId)
    .where('tenant_id', '=', member.tenantId)
    .where('stage', '!=', member.stage)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** Whether an open campaign of the set waits for the tenant. */
export async function isWaitedFor(
  db: Db,
  { tenantId, setId }: { tenantId: string; setId: string },
): Promise<boolean> {
  const row = await db
    .selectFrom('campaign_members')
    .innerJoin('campaigns', 'campaigns.id', 'campaign_members.campaign_id')
    .select('campaigns.id')
    .where('campaign_members.tenant_id', '=', tenantId)
    .where('campaign_members.stage', '=', 'waiting')
    .where('campaigns.set_id', '=', setId)
    .where('campaigns.state', '=', 'open')
    .executeTakeFirst()
  return row !== undefined
}

/** Copies the waiting tenants to a newer campaign. */
export async function copyWaiting(db: Db, fromId: number, toId: number, at: Date): Promise<void> {
  const rows = await db
    .selectFrom('campaign_members')
    .select('tenant_id')
    .where('campaign_id', '=', fromId)
    .where('stage', '=', 'waiting')
    .execute()
  for (const { tenant_id: tenantId } of rows)
    await putMember(db, { campaignId: toId, tenantId, stage: 'waiting', at })
}

/** IDs of the open campaigns of a tenant in any stage, oldest first: the history tells of their ends in this order. */
export async function campaignsOfTenant(db: Db, tenantId: string): Promise<number[]> {
  const rows = await db
    .selectFrom('campaign_members')
    .innerJoin('campaigns', 'campaigns.id', 'campaign_members.campaign_id')
    .select('campaigns.id')
    .where('campaign_members.tenant_id', '=', tenantId)
    .where('campaigns.state', '=', 'open')
    .orderBy('campaigns.id')
    .execute()
  return rows.map(({ id }) => id)
}

/** Open links for the campaign's set in its waiting tenants, at most one per tenant. */
const openLinks = (db: Db, campaignId: number) =>
  db
    .selectFrom('campaign_members as m')
    .innerJoin('campaigns as k', 'k.id', 'm.campaign_id')
    .innerJoin('consent_links as l', 'l.tenant_id', 'm.tenant_id')
    .innerJoin('consents as c', (join) =>
      join.onRef('c.id', '=', 'l.consent_id').onRef('c.set_id', '=', 'k.set_id'),
    )
    .where('m.campaign_id', '=', campaignId)
    .where('m.stage', '=', 'waiting')
    .where('l.kind', '=', 'set')
    .where('l.ended', '=', 0)

const stageOfPhase: Readonly<Record<string, 'sent' | 'opened' | 'consented'>> = {
  held: 'sent',
  sent: 'sent',
  opened: 'opened',
  returned: 'consented',
  spreading: 'consented',
}

/** Counts the members in the scope. */
export async function readProgress(db: Db, campaignId: number, scope: Scope = 'all'): Promise<Progress> {
  const members = await membersIn(db, campaignId, scope)
    .select((eb) => ['stage', eb.fn.countAll<number>().as('count')])
    .groupBy('stage')
    .execute()
  const links = openLinks(db, campaignId)
  const phases = await (scope === 'all' ? links : links.where('m.tenant_id', 'in', [...scope]))
    .select((eb) => ['l.phase', eb.fn.count<number>('m.tenant_id').distinct().as('count')])
    .groupBy('l.phase')
    .execute()
  const of = (stage: MemberStage): number => members.find((row) => row.stage === stage)?.count ?? 0
  const progress = {
    notStarted: of('waiting'),
    sent: 0,
    opened: 0,
    consented: 0,
    verified: of('verified'),
    left: of('left'),
  }
  for (const { phase, count } of phases) {
    const stage = stageOfPhase[phase]
    if (!stage) continue
    progress[stage] += count
    progress.notStarted -= count
  }
  return progress
}

const membersIn = (db: Db, campaignId: number, scope: Scope) => {
  const members = db.selectFrom('campaign_members').where('campaign_id', '=', campaignId)
  return scope === 'all' ? members : members.where('tenant_id', 'in', [...scope])
}

/** When a member in the scope last changed its stage. */
export async function findLastMove(db: Db, campaignId: number, scope: Scope): Promise<Date | undefined> {
  const row = await membersIn(db, campaignId, scope)
    .select('at')
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && new Date(row.at)
}

/** Waiting tenants, longest without progress first. Without a limit: all. */
export async function listWaitingTenants(db: Db, campaignId: number, limit?: number): Promise<Waiting[]> {
  const members = await db
    .selectFrom('campaign_members')
    .select(['tenant_id', 'at'])
    .where('campaign_id', '=', campaignId)
    .where('stage', '=', 'waiting')
    .execute()
  const links = await openLinks(db, campaignId)
    .select(['m.tenant_id', 'l.phase', 'l.consent_id', 'c.person_json', 'c.created_at'])
    .execute()
  const linkOf = new Map(links.map((link) => [link.tenant_id, link]))
  const waiting = members.map(({ tenant_id: tenantId, at }): Waiting => {
    const link = linkOf.get(tenantId)
    if (!link) return { tenantId, stage: 'notStarted', movedAt: new Date(at) }
    return {
      tenantId,
      stage: stageOfPhase[link.phase] ?? 'sent',
      movedAt: new Date(Math.max(at, link.created_at)),
      holder: JSON.parse(link.person_json) as Person,
      consentId: link.consent_id,
    }
  })
  const sorted = waiting.toSorted(
    (a, b) => a.movedAt.getTime() - b.movedAt.getTime() || (a.tenantId < b.tenantId ? -1 : 1),
  )
  return sorted.slice(0, limit)
}
