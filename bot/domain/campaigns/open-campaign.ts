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
 * A requirement list has changed: if it has grown, a campaign begins; it takes over the tenants that an older one of the
 * same set still waits for. A list that only shrank ends the older one, since nobody is asked for anything.
 */
export async function openCampaign(
  deps: Pick<Deps, 'clock'>,
  tx: Tx,
  { before, after }: { before: Requirement; after: Requirement },
): Promise<Campaign | undefined> {
  const at = deps.clock()
  const older = await findOpenCampaign(tx, after.setId)
  if (older) await supersede(tx, older, at)
  const added = without(after.permissions, before.permissions)
  const stillAsked = older ? onlyIn(older.added, after.permissions) : []
  const asked = [...stillAsked.filter((each) => !has(added, each)), ...added]
  if (asked.length === 0) return undefined
  const { setId, version: requirementVersion } = after
  const removed = without(before.permissions, after.permissions)
  const campaign = await insertCampaign(tx, {
    setId,
    requirementVersion,
    added: asked,
    removed,
    openedAt: at,
  })
  if (older) await copyWaiting(tx, older.id, campaign.id, at)
  const detail = { id: campaign.id, to: 'open', added: asked.map(({ value }) => value) }
  await append(tx, { at, actor: 'system', action: 'campaign.open', setId, result: 'done', detail })
  return campaign
}

async function supersede(tx: Tx, older: Campaign, at: Date): Promise<void> {
  await updateCampaign(tx, older, { ...older, state: 'superseded', endedAt: at })
  await append(tx, {
    at,
    actor: 'system',
    action: 'campaign.end',
    setId: older.setId,
    result: 'done',
    detail: { id: older.id, to: 'superseded' },
  })
  await refreshCards(tx, campaignSubject(older), at)
}

const has = (list: readonly Permission[], wanted: Permission): boolean =>
  list.some((each) => permissionKey(each) === permissionKey(wanted))

const without = (list: readonly Permission[], others: readonly Permission[]): Permission[] =>
  list.filter((each) => !has(others, each))

const onlyIn = (list: readonly Permission[], others: readonly Permission[]): Permission[] =>
  list.filter((each) => has(others, each))
