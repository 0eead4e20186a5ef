import { refreshCards } from '#platform/outbox/show-card.ts'
import type { Tx } from '#platform/storage/database.ts'
import { append } from '../audit/audit-store.ts'
import { type Permission, permissionKey, type Requirement } from '../catalog/permission-set.ts'
import type { Deps } from '../deps.ts'
import type { Campaign } from './campaign.ts'
import { findOpenCampaign, insertCampaign, updateCampaign } from './campaigns-store.ts'
import { copyWaiting } from './members-store.ts'

export const campaignSubject = ({ id }: Pick<Campaign, 'id'>) => ({ kind: 'campaign', id: `${id}` })

/**
 * Opens a campaign if a changed requirement list has grown. It supersedes the open campaign of the set and takes over its
 * waiting tenants. A list that only shrank just ends the open campaign; the first list that was ever read opens none.
 */
export async function openCampaign(
  deps: Pick<Deps, 'clock'>,
  tx: Tx,
  { before, after }: { before: Requirement; after: Requirement },
): Promise<Campaign | undefined> {
  if (before.permissions.length === 0) return undefined
  const at = deps.clock()
  const older = await findOpenCampaign(tx, after.setId)
  if (older) await supersede(tx, older, at)
  // Nobody can consent to a permission that its API doesn't publish.
  const grantable = after.permissions.filter(({ knowledge }) => knowledge !== 'unpublished')
  const grown = without(grantable, before.permissions)
  const stillNeeded = older?.added.filter((each) => has(after.permissions, each)) ?? []
  const added = [...without(stillNeeded, grown), ...grown]
  if (added.length === 0) return undefined
  const { setId, version: requirementVersion } = after
  const removed = without(before.permissions, after.permissions)
  const campaign = await insertCampaign(tx, { setId, requirementVersion, added, removed, openedAt: at })
  if (older) await copyWaiting(tx, older.id, campaign.id, at)
  const detail = { id: campaign.id, to: 'open', added: added.map(({ value }) => value) }
  await append(tx, { at, actor: 'system', action: 'campaign.open', setId, result: 'done', detail })
  return campaign
}

async function supersede(tx: Tx, older: Campaign, at: Date): Promise<void> {
  await updateCampaign(tx, older, { ...older, state: 'superseded', endedAt: at })
  const { id, setId } = older
  const detail = { id, to: 'superseded' }
  await append(tx, { at, actor: 'system', action: 'campaign.end', setId, result: 'done', detail })
  await refreshCards(tx, campaignSubject(older), at)
}

const has = (list: readonly Permission[], wanted: Permission): boolean =>
  list.some((each) => permissionKey(each) === permissionKey(wanted))

const without = (list: readonly Permission[], others: readonly Permission[]): Permission[] =>
  list.filter((each) => !has(others, each))
