import { type CampaignCardData, campaignCard } from '../../cards/campaign.ts'
import { campaignReminderCard } from '../../cards/campaign-reminder.ts'
import type { Card } from '../../cards/render.ts'
import {
  activity,
  activityApps,
  adatum,
  alice,
  auditLogRead,
  bob,
  contoso,
  daysBefore,
  fabrikam,
  hostileTenants,
  litware,
  longTenants,
  manyPermissions,
  minutesBefore,
  northwind,
  now,
  placeRead,
} from './card-subjects.ts'

const campaign = (given: Partial<CampaignCardData> = {}): Card =>
  campaignCard({
    now,
    id: 7,
    set: activity,
    apps: activityApps,
    state: 'open',
    openedAt: daysBefore(4),
    added: [placeRead, auditLogRead],
    removed: ['Sites.Read.All'],
    counts: { notStarted: 2, sent: 2, opened: 1, consented: 1, verified: 6, left: 1 },
    waiting: [
      { tenant: northwind, stage: 'notStarted', movedAt: daysBefore(4) },
      { tenant: litware, stage: 'notStarted', movedAt: daysBefore(4) },
      { tenant: fabrikam, stage: 'sent', holder: bob, movedAt: minutesBefore(50) },
      { tenant: contoso, stage: 'opened', holder: alice, movedAt: minutesBefore(12) },
      { tenant: adatum, stage: 'consented', holder: alice, movedAt: minutesBefore(3) },
    ],
    idle: 2,
    idleDays: 3,
    toStart: [northwind.id, litware.id],
    signer: 'privilegedRoleAdministrator',
    reminded: { by: alice, at: minutesBefore(90) },
    ...given,
  })

const nobody = { notStarted: 0, sent: 0, opened: 0, consented: 0, verified: 11, left: 1 }

export const campaignSamples: Readonly<Record<string, () => Card>> = {
  'campaign/open': () => campaign(),
  'campaign/just-opened': () =>
    campaign({
      openedAt: minutesBefore(0),
      added: [placeRead],
      removed: [],
      counts: { ...nobody, notStarted: 12, verified: 0, left: 0 },
      waiting: [{ tenant: northwind, stage: 'notStarted', movedAt: now }],
      idle: 0,
      reminded: undefined,
    }),
  'campaign/done': () =>
    campaign({ state: 'done', endedAt: now, counts: nobody, waiting: [], idle: 0, toStart: [] }),
  'campaign/superseded': () => campaign({ state: 'superseded', endedAt: now, toStart: [] }),
  'campaign/hostile': () =>
    campaign({
      set: { id: 'a-set', name: hostileTenants.map(({ name }) => name).join(' ') },
      waiting: hostileTenants.map((tenant) => ({
        tenant,
        stage: 'sent',
        holder: { name: tenant.name },
        movedAt: daysBefore(9),
      })),
    }),
  'campaign/worst-size': () =>
    campaign({
      added: manyPermissions(40),
      removed: manyPermissions(40).map(({ value }) => value),
      waiting: longTenants(5).map((tenant) => ({
        tenant,
        stage: 'sent',
        holder: { name: tenant.name },
        movedAt: daysBefore(9),
      })),
      apps: longTenants(6),
      toStart: longTenants(10).map(({ id }) => id),
    }),
  'campaign-reminder/mine': () =>
    campaignReminderCard({
      now,
      campaignId: 7,
      set: activity,
      by: alice,
      at: minutesBefore(1),
      yours: [{ tenant: fabrikam, stage: 'sent', movedAt: minutesBefore(50), consentId: 'c1' }],
      toStart: [northwind.id, litware.id],
    }),
  'campaign-reminder/by-itself': () =>
    campaignReminderCard({
      now,
      campaignId: 7,
      set: activity,
      by: { name: 'Grantkeeper' },
      at: minutesBefore(1),
      day: 3,
      nextDay: 7,
      yours: [{ tenant: fabrikam, stage: 'sent', movedAt: daysBefore(3), consentId: 'c1' }],
      toStart: [northwind.id, litware.id],
    }),
  'campaign-reminder/over': () =>
    campaignReminderCard({
      now,
      campaignId: 7,
      set: activity,
      by: alice,
      at: daysBefore(1),
      yours: [],
      toStart: [],
    }),
  'campaign-reminder/hostile': () =>
    campaignReminderCard({
      now,
      campaignId: 7,
      set: { id: 'a-set', name: hostileTenants[1]?.name ?? '' },
      by: { name: hostileTenants[0]?.name ?? '' },
      at: minutesBefore(1),
      yours: hostileTenants.map((tenant) => ({
        tenant,
        stage: 'opened',
        movedAt: daysBefore(2),
        consentId: 'c1',
      })),
      toStart: [],
    }),
}
