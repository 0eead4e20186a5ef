import { later, seconds } from '#platform/base/time.ts'
import { refreshCards } from '#platform/outbox/show-card.ts'
import type { Tx } from '#platform/storage/database.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { findUsedElsewhere } from '../grants/tenant-limit.ts'
import type { Finding, Status } from '../status/status.ts'
import { type Campaign, type MemberStage, waitingOf } from './campaign.ts'
import { findCampaign, findOpenCampaign, updateCampaign } from './campaigns-store.ts'
import { campaignsOfTenant, isWaitedFor, moveMember, putMember, readProgress } from './members-store.ts'
import { campaignSubject } from './open-campaign.ts'

type Needs = Pick<Deps, 'clock'>
type FollowNeeds = Needs & Pick<Deps, 'catalog'>

/** Delay that combines the frequent changes of a campaign into fewer card updates. */
const cardDelayMs = seconds(2)

/** Stage of a tenant by status; statuses that say nothing about the requirement have none. */
const stageOf: Readonly<Partial<Record<Status, MemberStage>>> = {
  updateRequired: 'waiting',
  granted: 'verified',
  settingsRequired: 'verified',
  blocked: 'left',
}

/** Whether nobody needs to consent for now, because all that is new is accepted until a date. */
export function isNewAccepted(
  findings: readonly Finding[],
  isAccepted: (finding: Finding) => boolean,
): boolean {
  const added = findings.filter(({ code }) => code === 'PERMISSIONS_NEW')
  return added.length > 0 && added.every(isAccepted)
}

/**
 * Updates the campaign of a set after a grant or its exceptions changed: its tenant joins, advances, or leaves. Only a tenant
 * that had the whole set joins, and none where an app of the set can't be used because of its limit, or that accepted it.
 * @returns whether a campaign covers the new permissions of this grant, so that it needs no alert of its own
 */
export async function followCampaign(
  deps: FollowNeeds,
  tx: Tx,
  grant: {
    tenantId: string
    setId: string
    requirementVersion: string
    status: Status
    /** As `isNewAccepted`. */
    isAccepted?: boolean
  },
): Promise<boolean> {
  const campaign = await findOpenCampaign(tx, grant.setId)
  if (!campaign || campaign.requirementVersion !== grant.requirementVersion) return false
  const stage = stageOf[grant.status]
  if (!stage) {
    await refreshCampaignCard(tx, campaign, deps.clock())
    // A link that is out, or an error beside it, changes nothing about who asks for the new permissions.
    return isWaitedFor(tx, grant)
  }
  if (stage === 'waiting' && (await isAskedOfNobody(deps, tx, grant))) {
    const left = {
      campaignId: campaign.id,
      tenantId: grant.tenantId,
      stage: 'left',
      at: deps.clock(),
    } as const
    if (await moveMember(tx, left)) await endOrRefresh(deps, tx, campaign)
    return true
  }
  const member = { campaignId: campaign.id, tenantId: grant.tenantId, stage, at: deps.clock() }
  const moved = stage === 'waiting' ? await putMember(tx, member) : await moveMember(tx, member)
  if (moved) await endOrRefresh(deps, tx, campaign)
  return stage === 'waiting'
}

/** What is used in another tenant can't be granted here, and what is accepted needn't be. */
const isAskedOfNobody = async (
  deps: FollowNeeds,
  tx: Tx,
  grant: { tenantId: string; setId: string; isAccepted?: boolean },
): Promise<boolean> => grant.isAccepted || (await findUsedElsewhere(deps, tx, grant)) !== undefined

/** Refreshes the card of a set's campaign after a consent changed. */
export async function refreshCampaign(tx: Tx, setId: string, at: Date): Promise<void> {
  const campaign = await findOpenCampaign(tx, setId)
  if (campaign) await refreshCampaignCard(tx, campaign, at)
}

const refreshCampaignCard = (tx: Tx, campaign: Campaign, at: Date): Promise<void> =>
  refreshCards(tx, campaignSubject(campaign), later(at, cardDelayMs))

/** Ends a campaign without waiting tenants, once all are evaluated against the new list and before it is posted. */
export async function endIfNoneWaiting(deps: Needs, tx: Tx, setId: string): Promise<void> {
  const campaign = await findOpenCampaign(tx, setId)
  if (campaign) await endOrRefresh(deps, tx, campaign)
}

/** Takes a tenant out of its open campaigns before it is removed. */
export async function leaveCampaigns(deps: Needs, tx: Tx, tenantId: string): Promise<void> {
  for (const campaignId of await campaignsOfTenant(tx, tenantId)) {
    const campaign = await findCampaign(tx, campaignId)
    const left = { campaignId, tenantId, stage: 'left', at: deps.clock() } as const
    if (campaign && (await moveMember(tx, left))) await endOrRefresh(deps, tx, campaign)
  }
}

/** Ends the campaign if no tenant is waiting; else refreshes its card. */
async function endOrRefresh(deps: Needs, tx: Tx, campaign: Campaign): Promise<void> {
  const now = deps.clock()
  const progress = await readProgress(tx, campaign.id)
  const over = waitingOf(progress) === 0
  if (over && (await updateCampaign(tx, campaign, { ...campaign, state: 'done', endedAt: now }))) {
    const { id, setId } = campaign
    const detail = { id, to: 'done', verified: progress.verified, left: progress.left }
    await append(tx, { at: now, actor: 'system', action: 'campaign.end', setId, result: 'done', detail })
  }
  if (over) await refreshCards(tx, campaignSubject(campaign), now, { urgent: true })
  else await refreshCampaignCard(tx, campaign, now)
}
