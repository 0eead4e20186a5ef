import { grantkeeper, type Person } from '#platform/base/person.ts'
import { hours, later } from '#platform/base/time.ts'
import type { Commit } from '#platform/jobs/jobs.ts'
import { addressKey } from '#platform/outbox/address.ts'
import { postCardOnce, refreshCards } from '#platform/outbox/show-card.ts'
import type { Tx } from '#platform/storage/database.ts'
import { append } from '../audit/audit-store.ts'
import type { Campaign, Waiting } from '../campaigns/campaign.ts'
import { findCampaign, listOpenCampaigns, updateCampaign } from '../campaigns/campaigns-store.ts'
import { listWaitingTenants } from '../campaigns/members-store.ts'
import { campaignSubject } from '../campaigns/open-campaign.ts'
import { distinct, pauseMs, reminderSubject } from '../campaigns/remind-campaign.ts'
import type { Deps } from '../deps.ts'
import { mostSpecific } from '../owners/owner.ts'
import { listOwners } from '../owners/owners-store.ts'
import { readHolder } from '../owners/read-holders.ts'
import { readReader } from '../people/read-reader.ts'
import { isInScope, scopeOf } from '../people/scope.ts'
import { enqueue } from '../queues.ts'
import { quietUntil } from './quiet-hours.ts'
import { findPlaceRules } from './subscriptions-store.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'jobs' | 'people' | 'rules'>

const everyMs = hours(1)
const dayMs = hours(24)

/** A campaign that reminds by itself now, whom, and on which of its days. */
interface Chase {
  campaign: Campaign
  day: number
  people: readonly Person[]
}

/**
 * Reminds whoever must act in the open campaigns, on the days of the configuration: who has an open link and, where none was
 * made, the tenant's owner if they can make it, or else the approvers. Once for each day, whatever restarts in between; of
 * several days that passed while nothing ran, only the last one reminds.
 * @throws OutsideError when a role or a group can't be read; the job is then retried
 */
export async function chaseCampaigns(deps: Needs): Promise<Commit> {
  const chases: Chase[] = []
  for (const campaign of await listOpenCampaigns(deps.database.db)) {
    const day = dueDay(campaign, deps.rules.chaseDays, deps.clock())
    if (day !== undefined) chases.push({ campaign, day, people: await readChased(deps, campaign) })
  }
  return async (tx) => {
    for (const each of chases) await chase(deps, tx, each)
    await chaseAgain(deps, tx, later(deps.clock(), everyMs))
  }
}

/** The last day that has come and not reminded yet; right after a reminder it waits. */
export function dueDay(
  { openedAt, chased = 0, reminded }: Pick<Campaign, 'openedAt' | 'chased' | 'reminded'>,
  days: readonly number[],
  now: Date,
): number | undefined {
  if (reminded && later(reminded.at, pauseMs) > now) return undefined
  return days.findLast((day) => day > chased && later(openedAt, day * dayMs) <= now)
}

async function readChased(deps: Needs, { id, setId }: Campaign): Promise<Person[]> {
  const waiting = await listWaitingTenants(deps.database.db, id)
  const starters = await readStarters(
    deps,
    setId,
    waiting.filter(({ stage }) => stage === 'notStarted'),
  )
  return distinct([...waiting.flatMap(({ holder }) => holder ?? []), ...starters])
}

async function readStarters(deps: Needs, setId: string, waiting: readonly Waiting[]): Promise<Person[]> {
  const owners = waiting.length > 0 ? await listOwners(deps.database.db) : []
  const starters: Person[] = []
  let isLeft = false
  for (const { tenantId } of waiting) {
    const holder = mostSpecific(owners, 'owner', { tenantId, setId })?.holder
    const { people } = holder ? await readHolder(deps, holder, [tenantId]) : { people: [] }
    const able: Person[] = []
    for (const person of people)
      if (isInScope(scopeOf(await readReader(deps, person), 'approver'), tenantId)) able.push(person)
    starters.push(...able)
    isLeft ||= able.length === 0
  }
  return isLeft ? [...starters, ...(await deps.people.listWith('approver'))] : starters
}

async function chase(deps: Needs, tx: Tx, { campaign: seen, day, people }: Chase): Promise<void> {
  const campaign = await findCampaign(tx, seen.id)
  const at = deps.clock()
  const isDue = campaign?.state === 'open' && dueDay(campaign, deps.rules.chaseDays, at) === day
  const reminded = { at, by: grantkeeper }
  if (!isDue || !(await updateCampaign(tx, campaign, { ...campaign, reminded, chased: day }))) return
  const subject = reminderSubject(campaign.id, at, day)
  for (const person of people) {
    const rules = await findPlaceRules(tx, addressKey({ person }))
    await postCardOnce(tx, { subject, addresses: [{ person }], dueAt: quietUntil(rules?.quiet, at) ?? at })
  }
  await refreshCards(tx, campaignSubject(campaign), at)
  const { id, setId } = campaign
  const detail = { id, people: people.length, day }
  await append(tx, { at, actor: 'system', action: 'campaign.remind', setId, result: 'done', detail })
}

function chaseAgain({ jobs }: Pick<Deps, 'jobs'>, tx: Tx, runAt: Date): Promise<void> {
  return enqueue(jobs, tx, { queue: 'campaigns.chase', key: 'only', data: {}, runAt })
}

/** Schedules the first look at startup. */
export function scheduleChase(deps: Pick<Deps, 'clock' | 'jobs'>, tx: Tx): Promise<void> {
  return chaseAgain(deps, tx, deps.clock())
}
