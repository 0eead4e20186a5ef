import { later, seconds } from '#platform/base/time.ts'
import { refreshCards } from '#platform/outbox/show-card.ts'
import type { Tx } from '#platform/storage/database.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import type { Status } from '../status/status.ts'
import { type Campaign, type MemberStage, waitingOf } from './campaign.ts'
import { findCampaign, findOpenCampaign, updateCampaign } from './campaigns-store.ts'
import { campaignsOfTenant, moveMember, putMember, readProgress } from './members-store.ts'
import { campaignSubject } from './open-campaign.ts'

type Needs = Pick<Deps, 'clock'>

/** A campaign of many tenants moves often; its card follows at this pace. */
const cardDelayMs = seconds(2)

/** What a status says of the tenant's place in the campaign; nothing where it says nothing of the requirement. */
const stageOf: Readonly<Partial<Record<Status, MemberStage>>> = {
  updateRequired: 'waiting',
  granted: 'verified',
  settingsRequired: 'verified',
  blocked: 'left',
}

/**
 * A grant looks different: its tenant joins the campaign of its set, moves on in it, or leaves it. Only a tenant that had the
 * whole set joins; one that never had it is nobody's update.
 * @returns whether a campaign tells of this grant's new permissions, so that no alert of its own has to
 */
export async function followCampaign(
  deps: Needs,
  tx: Tx,
  grant: { tenantId: string; setId: string; requirementVersion: string; status: Status },
): Promise<boolean> {
  const campaign = await findOpenCampaign(tx, grant.setId)
  if (!campaign || campaign.requirementVersion !== grant.requirementVersion) return false
  const stage = stageOf[grant.status]
  if (!stage) {
    await refreshCampaignCard(tx, campaign, deps.clock())
    return false
  }
  const member = { campaignId: campaign.id, tenantId: grant.tenantId, stage, at: deps.clock() }
  const moved = stage === 'waiting' ? await putMember(tx, member) : await moveMember(tx, member)
  if (moved) await endOrRefresh(deps, tx, campaign)
  return stage === 'waiting'
}

/** A consent of the set moved on somewhere at `at`: the card of its campaign shows it. */
export async function refreshCampaign(tx: Tx, setId: string, at: Date): Promise<void> {
  const campaign = await findOpenCampaign(tx, setId)
  if (campaign) await refreshCampaignCard(tx, campaign, at)
}

const refreshCampaignCard = (tx: Tx, campaign: Campaign, at: Date): Promise<void> =>
  refreshCards(tx, campaignSubject(campaign), later(at, cardDelayMs))

/** Every tenant has been judged by the new list: a campaign that nobody has to take part in is over before it is told of. */
export async function endIfNobodyWaits(deps: Needs, tx: Tx, setId: string): Promise<void> {
  const campaign = await findOpenCampaign(tx, setId)
  if (campaign) await endOrRefresh(deps, tx, campaign)
}

/** The tenant is about to be removed: nobody waits for it any more. */
export async function leaveCampaigns(deps: Needs, tx: Tx, tenantId: string): Promise<void> {
  for (const campaignId of await campaignsOfTenant(tx, tenantId)) {
    const campaign = await findCampaign(tx, campaignId)
    const left = { campaignId, tenantId, stage: 'left', at: deps.clock() } as const
    if (campaign && (await moveMember(tx, left))) await endOrRefresh(deps, tx, campaign)
  }
}

/** Ends the campaign with the last tenant that it waited for. */
async function endOrRefresh(deps: Needs, tx: Tx, campaign: Campaign): Promise<void> {
  const now = deps.clock()
  const progress = await readProgress(tx, campaign.id)
  const over = waitingOf(progress) === 0
  if (over && (await updateCampaign(tx, campaign, { ...campaign, state: 'done', endedAt: now }))) {
    await append(tx, {
      at: now,
      actor: 'system',
      action: 'campaign.end',
      setId: campaign.setId,
      result: 'done',
      detail: { id: campaign.id, to: 'done', verified: progress.verified, left: progress.left },
    })
  }
  if (over) await refreshCards(tx, campaignSubject(campaign), now, { urgent: true })
  else await refreshCampaignCard(tx, campaign, now)
}
