import { type BaselineCardData, baselineCard } from '../../cards/baseline.ts'
import type { FoundPermission } from '../../cards/found-permissions.ts'
import { type GrantAcceptData, grantAcceptCard } from '../../cards/grant-accept.ts'
import type { Card } from '../../cards/render.ts'
import {
  accountActions,
  activity,
  alice,
  bob,
  contoso,
  directoryData,
  hostileTenants,
  minutesBefore,
  now,
} from './card-subjects.ts'

const hostile = hostileTenants[0]?.name ?? ''
const entraUrl = `https://entra.microsoft.com/${contoso.id}/#view/Microsoft_AAD_IAM/ManagedAppMenuBlade`
const mail: FoundPermission = {
  value: 'Mail.Read',
  api: 'Microsoft Graph',
  type: 'application',
  tier: 1,
  isRequired: false,
}
const required: FoundPermission = { ...mail, value: 'AuditLog.Read.All', tier: 2, isRequired: true }
const worst: FoundPermission = { ...mail, value: 'RoleManagement.ReadWrite.Directory', tier: 0 }

const accept = (given: Partial<GrantAcceptData> = {}): Card =>
  grantAcceptCard({
    now,
    tenant: contoso,
    set: activity,
    version: 7,
    permissions: [mail, required],
    entraUrl,
    ...given,
  })

const baseline = (given: Partial<BaselineCardData> = {}): Card =>
  baselineCard({
    now,
    tenant: contoso,
    isRead: true,
    open: [
      { set: activity, required: 18, beyond: [mail] },
      { set: directoryData, required: 4, beyond: [] },
    ],
    later: [],
    may: 'confirm',
    v: '0123456789abcdef',
    ...given,
  })

/** The cards about what explains grants, by `card/state`. */
export const baselineSamples: Readonly<Record<string, () => Card>> = {
  'grant-accept/two': () => accept(),
  'grant-accept/one': () =>
    accept({
      permissions: [mail],
      reason: 'short',
      notice: { kind: 'info', code: 'REASON_NEEDED', facts: { least: 10, most: 500 } },
    }),
  'grant-accept/hostile': () =>
    accept({
      tenant: hostileTenants[1] ?? contoso,
      permissions: hostileTenants.map(({ name }) => ({ ...mail, value: name, api: name })),
    }),
  'baseline/open': () => baseline(),
  'baseline/tier-zero': () =>
    baseline({ open: [{ set: accountActions, required: 7, beyond: [worst, mail] }], may: 'request' }),
  'baseline/viewer': () => baseline({ may: 'look' }),
  'baseline/confirmed': () =>
    baseline({
      open: [],
      confirmed: { by: bob, at: minutesBefore(90), approvedBy: alice },
      later: [
        { value: 'Mail.Read', how: 'accepted', by: alice, reason: 'The new sensors need it, ticket 4711' },
        { value: 'Place.Read.All', how: 'link', by: bob, code: 'K7M-2QX' },
        { value: 'Sites.Read.All', how: 'beyond', by: bob, code: 'K7M-2QX' },
      ],
    }),
  'baseline/empty': () => baseline({ open: [] }),
  'baseline/not-read': () => baseline({ open: [], isRead: false }),
  'baseline/hostile': () =>
    baseline({
      tenant: hostileTenants[1] ?? contoso,
      open: [
        {
          set: { id: 'directory-data', name: hostile },
          required: 1,
          beyond: Array.from({ length: 90 }, () => ({ ...mail, value: hostile })),
        },
      ],
    }),
}
