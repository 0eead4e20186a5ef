import { UserError } from '#platform/base/errors.ts'
import { type Person, plainPerson } from '#platform/base/person.ts'
import { later, minutes } from '#platform/base/time.ts'
import { postCardOnce, refreshCards } from '#platform/outbox/show-card.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { findCampaign, updateCampaign } from './campaigns-store.ts'
import { listWaitingTenants } from './members-store.ts'
import { campaignSubject } from './open-campaign.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'people'>

/** Shortest time between two reminders. */
export const pauseMs = minutes(60)

/** Subject of the cards of one reminder; the time makes it unique. `day`: it reminds by itself, on that day. */
export const reminderSubject = (campaignId: number, at: Date, day?: number) => ({
  kind: 'campaignReminder',
  id: [campaignId, at.getTime(), ...(day === undefined ? [] : [day])].join(':'),
})

/**
 * Reminds the holders of the campaign's open links and, while there are tenants that aren't started, the approvers.
 * @returns the number of people reminded
 * @throws UserError CAMPAIGN_ENDED, REMINDED_LATELY with who and when
 */
export async function remindCampaign(
  deps: Needs,
  { campaignId, by }: { campaignId: number; by: Person },
): Promise<number> {
  const approvers = await deps.people.listWith('approver')
  return deps.database.transaction(async (tx) => {
    const campaign = await findCampaign(tx, campaignId)
    if (campaign?.state !== 'open') throw new UserError('CAMPAIGN_ENDED')
    const at = deps.clock()
    const { reminded: last } = campaign
    if (last && later(last.at, pauseMs) > at) throw new UserError('REMINDED_LATELY', { by: last.by.name })
    const waiting = await listWaitingTenants(tx, campaignId)
    const holders = waiting.flatMap(({ holder }) => holder ?? [])
    const starters = waiting.some(({ stage }) => stage === 'notStarted') ? approvers : []
    const people = distinct([...holders, ...starters])
    if (!(await updateCampaign(tx, campaign, { ...campaign, reminded: { at, by: plainPerson(by) } })))
      throw new UserError('CARD_OUTDATED')
    const addresses = people.map((each) => ({ person: each }))
    await postCardOnce(tx, { subject: reminderSubject(campaignId, at), addresses, dueAt: at })
    await refreshCards(tx, campaignSubject(campaign), at)
    const detail = { id: campaignId, people: people.length }
    const { setId } = campaign
    await append(tx, { at, actor: by, action: 'campaign.remind', setId, result: 'done', detail })
    return people.length
  })
}

export function distinct(people: readonly Person[]): Person[] {
  return [...new Map(people.map((each) => [`${each.tenantId}/${each.objectId}`, each])).values()]
}
