import type { FindingData } from '../../cards/findings.ts'
import { grantDetailsCard } from '../../cards/grant-details.ts'
import { openingReminderCard } from '../../cards/opening-reminder.ts'
import type { Card } from '../../cards/render.ts'
import { requestCard } from '../../cards/request.ts'
import { requestFormCard } from '../../cards/request-form.ts'
import { unblockConfirmCard } from '../../cards/unblock-confirm.ts'
import {
  activity,
  activityConsequences,
  alice,
  all,
  clientId,
  contoso,
  daysBefore,
  hostileTenants,
  labels,
  minutesAfter,
  minutesBefore,
  now,
  userRead,
} from './card-subjects.ts'

const olivia = { name: 'Olivia Lind' }
const until = minutesAfter(8 * 60)
const reason = 'The customer asked for a review of their labels'
const reference = 'INC0012345'
const hostile = hostileTenants[0] ?? contoso

const closed: FindingData = { code: 'CLOSED_BY_DEFAULT', who: 'anyOperator' }
const openUntil: FindingData = {
  code: 'OPEN_UNTIL',
  who: 'nobody',
  since: until,
  facts: { closes: 'default', by: olivia.name, approver: alice.name, reason, reference },
}

const form = (given: Partial<Parameters<typeof requestFormCard>[0]> = {}): Card =>
  requestFormCard({
    now,
    kind: 'open',
    set: labels,
    tenants: [contoso],
    opening: { until, latest: until, isPicked: true, hours: 8 },
    asking: { why: 'closed', v: 'abcdef' },
    ...given,
  })

const request = (given: Partial<Parameters<typeof requestCard>[0]> = {}): Card =>
  requestCard({
    now,
    requestId: 'r'.repeat(43),
    version: 1,
    code: 'K7M-2QX',
    kind: 'open',
    state: 'open',
    view: 'approver',
    requester: olivia,
    reason,
    until,
    reference,
    set: labels,
    tenants: [contoso],
    list: {
      page: 1,
      pages: 1,
      permissions: [{ ...userRead, isNew: false }],
      tenants: [contoso],
      total: 1,
      fresh: 0,
      tierZero: 0,
      catalogVersion: 7,
    },
    read: { seen: 1, proof: 'p'.repeat(32) },
    createdAt: minutesBefore(20),
    expiresAt: until,
    consents: [],
    ...given,
  })

const details = (given: Partial<Parameters<typeof grantDetailsCard>[0]> = {}): Card =>
  grantDetailsCard({
    now,
    tenant: contoso,
    set: labels,
    version: 7,
    clientId,
    apps: [],
    status: 'blocked',
    statusSince: daysBefore(1),
    lastKnown: 'granted',
    checkedAt: minutesBefore(14),
    findings: [closed],
    permissions: [{ ...userRead, state: 'granted' }],
    settings: [],
    entraUrl: 'https://entra.microsoft.com/',
    rights: all,
    ...given,
  })

/** Access for a time: asking, approving, while it is open, and its end. */
export const openingSamples: Readonly<Record<string, () => Card>> = {
  'request-form/open': () => form(),
  'request-form/open-renewal': () =>
    form({
      opening: { until, latest: until, isPicked: true, hours: 72, openUntil: minutesAfter(60) },
    }),
  'request-form/open-too-long': () =>
    form({ notice: { kind: 'info', code: 'END_TOO_LATE', facts: { hours: 8 } } }),
  'request-form/unblock-for-a-time': () =>
    form({ kind: 'unblock', opening: { until, isPicked: false }, asking: { why: 'role', v: 'abcdef' } }),
  'request/open-to-decide': () => request(),
  'request/open-hostile': () =>
    request({ reference: hostile.name, reason: hostile.name, tenants: [hostile] }),
  'unblock-confirm/for-a-time': () =>
    unblockConfirmCard({
      now,
      tenant: contoso,
      set: activity,
      version: 7,
      lifted: { by: alice, at: daysBefore(2), status: 'granted', usable: true, beyond: [] },
      until,
      beyondHash: 'b'.repeat(16),
      consequences: activityConsequences,
    }),
  'grant-details/closed': () => details(),
  'grant-details/open-until': () =>
    details({ status: 'granted', findings: [{ code: 'ALL_GRANTED', who: 'nobody' }, openUntil] }),
  'opening-reminder/closes': () =>
    openingReminderCard({
      tenant: contoso,
      set: labels,
      closes: 'default',
      until: minutesAfter(60),
      by: olivia,
      approvedBy: alice,
      reason,
      reference,
    }),
  'opening-reminder/hostile-block': () =>
    openingReminderCard({
      tenant: hostile,
      set: activity,
      closes: 'block',
      until: minutesAfter(60),
      by: alice,
    }),
}
