import { type Campaign, type Waiting, waitingOf } from '#domain/campaigns/campaign.ts'
import { findCampaign } from '#domain/campaigns/campaigns-store.ts'
import { findLastMove, listWaitingTenants, readProgress } from '#domain/campaigns/members-store.ts'
import type { Deps } from '#domain/deps.ts'
import { readReader } from '#domain/people/read-reader.ts'
import type { Scope } from '#domain/people/role-reading.ts'
import { isInScope, scopeOf } from '#domain/people/scope.ts'
import { mostAlone } from '#domain/people/second-person.ts'
import { getSet } from '#domain/requirements/current-requirements.ts'
import { leastRoleToConsent } from '#domain/status/least-role.ts'
import { UserError } from '#platform/base/errors.ts'
import { hours } from '#platform/base/time.ts'
import type { Address } from '#platform/outbox/address.ts'
import { campaignCard } from '../../../cards/campaign.ts'
import { campaignReminderCard } from '../../../cards/campaign-reminder.ts'
import type { Notice } from '../../../cards/notice.ts'
import type { Card } from '../../../cards/render.ts'
import type { TenantRef } from '../../../cards/subjects.ts'
import type { Answer } from '../teams/actions/answer.ts'
import { appRefs, permissionRefs, setRef } from './refs.ts'
import { readAudience } from './shared-audience.ts'
import { readTenantRef } from './tenant-ref.ts'
import type { Viewer } from './tenant-view.ts'

const idleDays = 3
const shown = 5

interface Shown {
  campaignId: number
  /** The tenants that are shown and counted. */
  scope: Scope
  notice?: Notice
}

/** The current state of a campaign in these tenants. @throws UserError CAMPAIGN_ENDED if there is none, SET_UNKNOWN */
export async function showCampaign(deps: Deps, { campaignId, scope, notice }: Shown): Promise<Card> {
  const { db } = deps.database
  const campaign = await getCampaignIn(deps, campaignId, scope)
  const set = getSet(deps, campaign.setId)
  const waiting = (await listWaitingTenants(db, campaignId)).filter(({ tenantId }) =>
    isInScope(scope, tenantId),
  )
  const now = deps.clock()
  const { reminded } = campaign
  return campaignCard({
    now,
    id: campaign.id,
    set: setRef(set),
    apps: appRefs(deps.catalog, set),
    state: campaign.state,
    openedAt: campaign.openedAt,
    endedAt: campaign.endedAt,
    added: permissionRefs(campaign.added, now),
    removed: campaign.removed.map(({ value }) => value),
    counts: await readProgress(db, campaignId, scope),
    waiting: await named(deps, waiting.slice(0, shown)),
    idle: waiting.filter(({ movedAt }) => now.getTime() - movedAt.getTime() >= hours(24 * idleDays)).length,
    idleDays,
    toStart: toStart(waiting),
    signer: leastRoleToConsent(campaign.added),
    mayRemind: scope === 'all',
    ...(scope === 'all' && { reminded }),
    notice,
  })
}

/** The campaign after a click on it. @throws UserError as {@link showCampaign} */
export async function answerWithCampaign(
  deps: Deps,
  viewer: Viewer,
  given: Omit<Shown, 'scope'>,
): Promise<Answer> {
  const { scope, answer } = await readAudience(deps, viewer)
  return answer(await showCampaign(deps, { ...given, scope }))
}

/** The reminder for one person. @throws UserError CAMPAIGN_ENDED if there is no such campaign */
export async function showReminder(deps: Deps, id: string, address: Address): Promise<Card> {
  const [campaignId = 0, at = 0, day] = id.split(':').map(Number)
  if (!('person' in address)) throw new UserError('CAMPAIGN_ENDED')
  const reading = await readReader(deps, address.person)
  const scope = scopeOf(reading, 'viewer')
  const campaign = await getCampaignIn(deps, campaignId, scope)
  const waiting = campaign.state === 'open' ? await listWaitingTenants(deps.database.db, campaignId) : []
  const own = waiting.filter(
    ({ tenantId, holder }) => holder?.objectId === address.person.objectId && isInScope(scope, tenantId),
  )
  const mayStart = scopeOf(reading, 'approver')
  return campaignReminderCard({
    now: deps.clock(),
    campaignId,
    set: setRef(getSet(deps, campaign.setId)),
    by: campaign.reminded?.by ?? { name: '' },
    at: new Date(at),
    ...(day !== undefined && { day, nextDay: deps.rules.chaseDays.find((each) => each > day) }),
    yours: (await named(deps, own)).flatMap(({ consentId, ...rest }) =>
      consentId ? [{ ...rest, consentId }] : [],
    ),
    toStart: toStart(waiting.filter(({ tenantId }) => isInScope(mayStart, tenantId))),
  })
}

/** For whom it has no tenant, a campaign doesn't exist; for others it is over when none of their tenants is waiting. */
async function getCampaignIn(deps: Pick<Deps, 'database'>, id: number, scope: Scope): Promise<Campaign> {
  const campaign = await getCampaign(deps, id)
  if (scope === 'all') return campaign
  const { db } = deps.database
  const lastMove = await findLastMove(db, id, scope)
  if (!lastMove) throw new UserError('CAMPAIGN_ENDED')
  const over = waitingOf(await readProgress(db, id, scope)) === 0
  if (campaign.state === 'superseded' || !over) return campaign
  return { ...campaign, state: 'done', endedAt: lastMove }
}

async function getCampaign(deps: Pick<Deps, 'database'>, id: number): Promise<Campaign> {
  const campaign = await findCampaign(deps.database.db, id)
  if (!campaign) throw new UserError('CAMPAIGN_ENDED')
  return campaign
}

const toStart = (waiting: readonly Waiting[]): string[] =>
  waiting
    .filter(({ stage }) => stage === 'notStarted')
    .slice(0, mostAlone)
    .map(({ tenantId }) => tenantId)

const named = (
  deps: Pick<Deps, 'database'>,
  waiting: readonly Waiting[],
): Promise<(Omit<Waiting, 'tenantId'> & { tenant: TenantRef })[]> =>
  Promise.all(
    waiting.map(async ({ tenantId, ...rest }) => ({ ...rest, tenant: await readTenantRef(deps, tenantId) })),
  )
