import type { Selectable } from 'kysely'
import type { Person } from '#platform/base/person.ts'
import type { Db } from '#platform/storage/database.ts'
import type { Schema } from '#platform/storage/schema.ts'
import type { Permission } from '../catalog/permission-set.ts'
import type { Campaign, CampaignState } from './campaign.ts'

export async function insertCampaign(
  db: Db,
  campaign: Pick<Campaign, 'setId' | 'requirementVersion' | 'added' | 'removed' | 'openedAt'>,
): Promise<Campaign> {
  const row = await db
    .insertInto('campaigns')
    .values({
      set_id: campaign.setId,
      requirement_version: campaign.requirementVersion,
      added_json: JSON.stringify(campaign.added),
      removed_json: JSON.stringify(campaign.removed),
      state: 'open',
      version: 1,
      opened_at: campaign.openedAt.getTime(),
      ended_at: null,
      reminded_at: null,
      reminded_by_json: null,
      chased: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return campaignFromRow(row)
}

export async function findCampaign(db: Db, id: number): Promise<Campaign | undefined> {
  const row = await db.selectFrom('campaigns').selectAll().where('id', '=', id).executeTakeFirst()
  return row && campaignFromRow(row)
}

/** A set has at most one open campaign. */
export async function findOpenCampaign(db: Db, setId: string): Promise<Campaign | undefined> {
  const row = await db
    .selectFrom('campaigns')
    .selectAll()
    .where('set_id', '=', setId)
    .where('state', '=', 'open')
    .executeTakeFirst()
  return row && campaignFromRow(row)
}

/** Oldest first. */
export async function listOpenCampaigns(db: Db): Promise<Campaign[]> {
  const rows = await db
    .selectFrom('campaigns')
    .selectAll()
    .where('state', '=', 'open')
    .orderBy('opened_at')
    .orderBy('id')
    .execute()
  return rows.map(campaignFromRow)
}

/** Updates state, end, and reminders if the stored version is that of `before`; else returns false. */
export async function updateCampaign(db: Db, before: Campaign, campaign: Campaign): Promise<boolean> {
  const { reminded } = campaign
  const result = await db
    .updateTable('campaigns')
    .set({
      state: campaign.state,
      version: before.version + 1,
      ended_at: campaign.endedAt?.getTime() ?? null,
      reminded_at: reminded?.at.getTime() ?? null,
      reminded_by_json: reminded ? JSON.stringify(reminded.by) : null,
      chased: campaign.chased ?? null,
    })
    .where('id', '=', before.id)
    .where('version', '=', before.version)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

function campaignFromRow(row: Selectable<Schema['campaigns']>): Campaign {
  const { reminded_at: remindedAt, reminded_by_json: by } = row
  return {
    id: row.id,
    setId: row.set_id,
    requirementVersion: row.requirement_version,
    added: JSON.parse(row.added_json) as Permission[],
    removed: JSON.parse(row.removed_json) as Permission[],
    state: row.state as CampaignState,
    version: row.version,
    openedAt: new Date(row.opened_at),
    ...(row.ended_at !== null && { endedAt: new Date(row.ended_at) }),
    ...(remindedAt !== null &&
      by !== null && { reminded: { at: new Date(remindedAt), by: JSON.parse(by) as Person } }),
    ...(row.chased !== null && { chased: row.chased }),
  }
}
