import type { Campaign, Waiting } from '#domain/campaigns/campaign.ts'
import { findCampaign } from '#domain/campaigns/campaigns-store.ts'
import { listWaitingTenants, readProgress } from '#domain/campaigns/members-store.ts'
import type { Deps } from '#domain/deps.ts'
import { isInScope, scopeOf } from '#domain/people/scope.ts'
import { mostAlone } from '#domain/people/second-person.ts'
import { getSet } from '#domain/requirements/current-requirements.ts'
import { leastRoleToConsent } from '#domain/status/least-role.ts'
import { findTenant } from '#domain/tenants/tenants-store.ts'
import { UserError } from '#platform/base/errors.ts'
import { hours } from '#platform/base/time.ts'
import type { Address } from '#platform/outbox/address.ts'
import { campaignCard } from '../../../cards/campaign.ts'
import { campaignReminderCard } from '../../../cards/campaign-reminder.ts'
import type { Notice } from '../../../cards/notice.ts'
import type { Card } from '../../../cards/render.ts'
import type { TenantRef } from '../../../cards/subjects.ts'
import { appRefs, permissionRef, setRef, tenantRef } from './refs.ts'

const idleDays = 3
const shown = 5

/** The current state of a campaign. @throws UserError CAMPAIGN_ENDED if there is none, SET_UNKNOWN */
export async function showCampaign(
  deps: Deps,
  { campaignId, notice }: { campaignId: number; notice?: Notice },
): Promise<Card> {
  const { db } = deps.database
  const campaign = await getCampaign(deps, campaignId)
  const set = getSet(deps, campaign.setId)
  const waiting = await listWaitingTenants(db, campaignId)
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
    added: campaign.added.map(permissionRef),
    removed: campaign.removed.map(({ value }) => value),
    counts: await readProgress(db, campaignId),
    waiting: await named(deps, waiting.slice(0, shown)),
    idle: waiting.filter(({ movedAt }) => now.getTime() - movedAt.getTime() >= hours(24 * idleDays)).length,
    idleDays,
    toStart: toStart(waiting),
    signer: leastRoleToConsent(campaign.added),
    reminded,
    notice,
  })
}

/** The reminder for one person. @throws UserError CAMPAIGN_ENDED if there is no such campaign */
export async function showReminder(deps: Deps, id: string, address: Address): Promise<Card> {
  const [campaignId = 0, at = 0] = id.split(':').map(Number)
  const campaign = await getCampaign(deps, campaignId)
  const person = 'person' in address ? { ...address.person, name: '' } : undefined
  const open = campaign.state === 'open' && person !== undefined
  const reading = person && (await deps.people.readRoles(person))
  const waiting = open ? await listWaitingTenants(deps.database.db, campaignId) : []
  const own = waiting.filter(({ holder }) => holder?.objectId === person?.objectId)
  const mayStart = reading ? scopeOf(reading, 'approver') : []
  return campaignReminderCard({
    now: deps.clock(),
    campaignId,
    set: setRef(getSet(deps, campaign.setId)),
    by: campaign.reminded?.by ?? { name: '' },
    at: new Date(at),
    yours: (await named(deps, own)).flatMap(({ consentId, ...rest }) =>
      consentId ? [{ ...rest, consentId }] : [],
    ),
    toStart: toStart(waiting.filter(({ tenantId }) => isInScope(mayStart, tenantId))),
  })
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
    waiting.map(async ({ tenantId, ...rest }) => {
      const tenant = await findTenant(deps.database.db, tenantId)
      return { ...rest, tenant: tenant ? tenantRef(tenant) : { id: tenantId, name: tenantId, domain: '' } }
    }),
  )
