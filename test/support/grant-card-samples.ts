import { type BlockConfirmData, blockConfirmCard } from '../../cards/block-confirm.ts'
import { consentCard } from '../../cards/consent.ts'
import type { AfterConsent, ConsentCardData, ConsentLinkRow, MovedRow } from '../../cards/consent-data.ts'
import { type ConsentPlanData, consentPlanCard } from '../../cards/consent-plan.ts'
import { errorCard, problemCard } from '../../cards/error.ts'
import type { FindingData } from '../../cards/findings.ts'
import { type GrantDetailsData, grantDetailsCard } from '../../cards/grant-details.ts'
import type { PermissionRow } from '../../cards/grant-permissions.ts'
import type { LiftedBlock } from '../../cards/lifted-block.ts'
import { manyConfirmCard, manyDoneCard } from '../../cards/many.ts'
import { type MovePlanData, movePlanCard } from '../../cards/move-plan.ts'
import { answeredPrivatelyCard, linkSentPrivatelyCard, workingCard } from '../../cards/passing.ts'
import type { PlanTenant } from '../../cards/plan-rows.ts'
import type { RefusedAct } from '../../cards/refused-act.ts'
import type { Card } from '../../cards/render.ts'
import { type UnblockConfirmData, unblockConfirmCard } from '../../cards/unblock-confirm.ts'
import {
  accountActions,
  activity,
  activityApps,
  activityConsequences,
  activityFeed,
  adatum,
  alice,
  all,
  allGranted,
  apiLimited,
  appDisabled,
  auditLogRead,
  clientId,
  contoso,
  daysBefore,
  directoryData,
  fabrikam,
  fullAccess,
  hostileTenants,
  litware,
  longTenants,
  manyPermissions,
  minutesAfter,
  minutesBefore,
  mobileSecurity,
  newPermission,
  none,
  northwind,
  now,
  placeRead,
  posture,
  removed,
  roleManagement,
  roleMissing,
  search,
  settingUnconfirmed,
  userRead,
  workbench,
} from './card-subjects.ts'
import { withWho } from './with-who.ts'

const entraUrl = 'https://entra.microsoft.com/#view/Microsoft_AAD_IAM/ManagedAppMenuBlade'
const hostile = hostileTenants[0] ?? contoso
const longName = { id: 'a-long-set-id', name: longTenants(1)[0]?.name ?? '' }
const longSentence =
  'It stops, and whoever relies on it is not told, **because** ${nobody} reads <logs>. '.repeat(20)

const refusedAct: RefusedAct = {
  rights: { view: true, act: true, decide: true },
  tenantIds: [northwind.id],
  setId: accountActions.id,
  kind: 'grant',
  isBlocked: true,
}

const planTenant = (given: Partial<PlanTenant> & Pick<PlanTenant, 'tenant'>): PlanTenant => ({
  adds: ['Place.Read.All'],
  keeps: 17,
  needsConnection: false,
  ...given,
})

const plan = (given: Partial<ConsentPlanData> = {}): Card =>
  consentPlanCard({
    now,
    set: activity,
    apps: activityApps,
    kind: 'update',
    permissions: [placeRead],
    tenants: [planTenant({ tenant: contoso })],
    v: '0123456789abcdef',
    signer: 'privilegedRoleAdministrator',
    canStart: true,
    ...given,
  })

const limit = {
  code: 'TENANT_LIMIT_REACHED' as const,
  facts: { app: 'Mobile Security', limit: 1, tenants: ['Contoso Ltd'], set: 'Read directory data' },
}
const harmful = { code: 'GRANT_BLOCKED' as const, facts: { by: hostile.name } }
const blocked = { code: 'GRANT_BLOCKED' as const, facts: { by: 'Bob Okafor' } }

const plans: Record<string, () => Card> = {
  'consent-plan/update': () => plan(),
  'consent-plan/grant-with-tier-0': () =>
    plan({
      kind: 'grant',
      set: accountActions,
      permissions: [placeRead, auditLogRead, roleManagement, userRead],
      tenants: [
        planTenant({
          tenant: litware,
          keeps: 0,
          needsConnection: true,
          settings: ['Role Password Administrator'],
        }),
      ],
    }),
  'consent-plan/asking': () =>
    plan({
      kind: 'grant',
      set: accountActions,
      permissions: [placeRead, roleManagement],
      tenants: [planTenant({ tenant: litware, keeps: 0 })],
      asking: {
        why: 'tierZero',
        v: '0123456789abcdef',
        signers: [{ id: litware.id, name: 'Olivia Lind' }],
      },
    }),
  'consent-plan/asking-for-many': () =>
    plan({
      kind: 'grant',
      permissions: manyPermissions(20),
      tenants: longTenants(200).map((tenant) => planTenant({ tenant })),
      asking: {
        why: 'many',
        v: '0123456789abcdef',
        reason: 'x'.repeat(500),
        signers: longTenants(60).map(({ id, name }) => ({ id, name })),
      },
    }),
  'consent-plan/many-permissions': () =>
    plan({
      kind: 'grant',
      permissions: manyPermissions(18),
      tenants: [planTenant({ tenant: adatum, keeps: 0 })],
    }),
  'consent-plan/several-tenants': () =>
    plan({
      kind: 'grant',
      permissions: [placeRead, auditLogRead],
      tenants: [
        planTenant({ tenant: contoso }),
        planTenant({
          tenant: litware,
          adds: ['Place.Read.All', 'AuditLog.Read.All'],
          keeps: 0,
          needsConnection: true,
        }),
        planTenant({ tenant: adatum, hasLink: true, settings: ['Password Administrator'] }),
        planTenant({ tenant: northwind, refusal: blocked }),
        planTenant({ tenant: fabrikam, refusal: { code: 'GRANT_ALREADY_COMPLETE', facts: {} } }),
      ],
    }),
  'consent-plan/api-ends': () =>
    plan({ kind: 'grant', set: posture, permissions: [fullAccess, auditLogRead, placeRead] }),
  'consent-plan/registration': () => plan({ registration: 'replyAddressMissing' }),
  'consent-plan/refused': () =>
    plan({
      canStart: false,
      apps: [mobileSecurity],
      tenants: [planTenant({ tenant: fabrikam, refusal: limit })],
    }),
  'consent-plan/blocked': () =>
    plan({
      canStart: false,
      set: accountActions,
      tenants: [planTenant({ tenant: northwind, refusal: blocked })],
      act: refusedAct,
    }),
  'consent-plan/outdated': () => plan({ notice: { kind: 'info', code: 'CARD_OUTDATED' } }),
  'consent-plan/hostile': () =>
    plan({
      set: { id: 'set', name: hostile.name },
      apps: hostileTenants,
      permissions: hostileTenants.map(({ name }) => ({
        ...placeRead,
        api: name,
        value: name,
        reason: name,
        without: name,
      })),
      tenants: hostileTenants.map((tenant, n) =>
        planTenant({
          tenant,
          settings: hostileTenants.map(({ name }) => name),
          ...(n % 2 ? { refusal: harmful } : {}),
        }),
      ),
    }),
  'consent-plan/worst-size': () =>
    plan({
      kind: 'grant',
      set: longName,
      apps: longTenants(12),
      permissions: manyPermissions(50),
      tenants: longTenants(10).map((tenant, n) =>
        planTenant({
          tenant,
          needsConnection: true,
          settings: longTenants(2).map(({ name }) => name),
          ...(n % 2 ? { refusal: limit } : {}),
        }),
      ),
      notice: { kind: 'info', code: 'CARD_OUTDATED' },
    }),
}

const link = (given: Partial<ConsentLinkRow> = {}): ConsentLinkRow => ({
  tenant: contoso,
  kind: 'set',
  step: 1,
  phase: 'sent',
  times: { sent: minutesBefore(14) },
  expiresAt: minutesAfter(46),
  reads: 0,
  checksUntil: minutesAfter(18),
  ...given,
})
const url = 'https://grantkeeper.example/consent/kQ3vXw0123456789abcdefghijklmnopqrstuvwxyzA'
const opened = { sent: minutesBefore(14), opened: minutesBefore(13) }
const returned = { ...opened, returned: minutesBefore(12) }
const spreading = { ...returned, spreading: minutesBefore(12) }

const consent = (links: readonly ConsentLinkRow[], given: Partial<ConsentCardData> = {}): Card =>
  consentCard({
    now,
    consentId: 'consent-0123456789',
    version: 3,
    kind: 'grant',
    set: activity,
    apps: activityApps,
    code: 'K7M-2QX',
    requestedBy: alice,
    createdAt: minutesBefore(14),
    links,
    rights: all,
    ...given,
  })

const verified = { ...spreading, verified: minutesBefore(10) }
const oneStep: AfterConsent = {
  status: 'settingsRequired',
  findings: [roleMissing],
  steps: [{ kind: 'directoryRole', name: 'Password Administrator' }],
  entraUrl,
}
const after = (status: AfterConsent['status'], ...findings: FindingData[]): AfterConsent => ({
  status,
  findings,
  steps: [],
  entraUrl,
})
const ofAccounts = { set: accountActions, apps: [search, workbench] }

const declined = withWho({ name: 'consentDeclined', code: 'AADSTS65004' })
const consents: Record<string, () => Card> = {
  'consent/link-made': () => consent([link({ url })]),
  'consent/link-made-for-somebody-else': () => consent([link()], { rights: none }),
  'consent/opened': () => consent([link({ phase: 'opened', times: opened })]),
  'consent/returned': () => consent([link({ phase: 'returned', times: returned })]),
  'consent/spreading': () =>
    consent([
      link({ phase: 'spreading', times: spreading, reads: 2, missing: ['Place.Read.All', 'User.Read'] }),
    ]),
  'consent/verified': () =>
    consent([link({ phase: 'verified', times: { ...spreading, verified: minutesBefore(10) }, reads: 3 })]),
  'consent/verified-one-step-left': () =>
    consent([link({ phase: 'verified', times: verified, reads: 1, after: oneStep })], ofAccounts),
  'consent/verified-but-disabled': () =>
    consent([
      link({
        phase: 'verified',
        times: verified,
        after: after('error', {
          code: 'APP_DISABLED_BY_ADMIN',
          who: 'cloudApplicationAdministrator',
          since: daysBefore(12),
        }),
      }),
    ]),
  'consent/verified-several-findings': () =>
    consent([
      link({
        phase: 'verified',
        times: verified,
        after: after(
          'granted',
          {
            code: 'RESOURCE_DISABLED',
            who: 'cloudApplicationAdministrator',
            facts: { api: 'Office 365 Management APIs' },
          },
          {
            code: 'EXTRA_PRIVILEGED_PERMISSIONS',
            who: 'cloudApplicationAdministrator',
            facts: { count: '2', names: 'RoleManagement.ReadWrite.Directory, Mail.Read', tierZero: '1' },
          },
        ),
      }),
    ]),
  'consent/granted-after-all': () =>
    consent([
      link({
        phase: 'notConfirmed',
        times: { ...spreading, notConfirmed: minutesBefore(2) },
        outcome: withWho({ name: 'consentNotConfirmed' }),
        after: after('granted'),
      }),
    ]),
  'consent/several-with-a-step-left': () =>
    consent(
      [
        link({ phase: 'verified', times: verified, after: oneStep }),
        link({ tenant: fabrikam, phase: 'verified', times: verified, after: after('granted') }),
        link({ tenant: northwind, phase: 'verified', times: verified, after: oneStep }),
      ],
      ofAccounts,
    ),
  'consent/refused': () =>
    consent([
      link({ phase: 'refused', times: { ...returned, refused: minutesBefore(11) }, outcome: declined }),
    ]),
  'consent/not-confirmed': () =>
    consent([
      link({
        phase: 'notConfirmed',
        times: { ...spreading, notConfirmed: now },
        outcome: withWho({ name: 'consentNotConfirmed' }),
        missing: ['Place.Read.All'],
      }),
    ]),
  'consent/expired': () =>
    consent([link({ phase: 'expired', times: { sent: minutesBefore(61), expired: minutesBefore(1) } })]),
  'consent/cancelled': () => consent([link({ phase: 'cancelled', times: { ...opened, cancelled: now } })]),
  'consent/connection': () =>
    consent([link({ kind: 'connection', tenant: litware, url })], { kind: 'connection', set: undefined }),
  'consent/connection-first': () =>
    consent([
      link({ kind: 'connection', tenant: litware, url }),
      link({ tenant: litware, step: 2, phase: 'held', times: {} }),
    ]),
  'consent/connection-made': () =>
    consent([
      link({
        kind: 'connection',
        tenant: litware,
        phase: 'verified',
        times: { ...spreading, verified: minutesBefore(9) },
      }),
      link({ tenant: litware, step: 2, url, times: { sent: minutesBefore(9) } }),
    ]),
  'consent/several-tenants': () =>
    consent([
      link({ url }),
      link({ tenant: fabrikam, phase: 'spreading', times: spreading, reads: 2, missing: ['Place.Read.All'] }),
      link({
        tenant: northwind,
        phase: 'refused',
        times: { ...returned, refused: minutesBefore(11) },
        outcome: declined,
      }),
      link({ tenant: adatum, phase: 'verified', times: { ...spreading, verified: minutesBefore(10) } }),
      link({ tenant: litware, kind: 'connection', url }),
      link({ tenant: litware, step: 2, phase: 'held', times: {} }),
    ]),
  'consent/hostile': () =>
    consent([link({ tenant: hostile, url })], { requestedBy: { name: '**Bob** <at>x</at> ${y}' } }),
  'consent/worst-size': () =>
    consent(
      longTenants(10).flatMap((tenant) => [
        link({ tenant, kind: 'connection', url: `${url}${'x'.repeat(60)}`, missing: ['Place.Read.All'] }),
        link({ tenant, step: 2, phase: 'held', times: {} }),
      ]),
      { set: longName, requestedBy: { name: longName.name } },
    ),
}

const permission = (given: Partial<PermissionRow> & Omit<PermissionRow, 'state'>): PermissionRow => ({
  state: 'granted',
  ...given,
})
const activityPermissions: PermissionRow[] = [
  permission(userRead),
  permission(auditLogRead),
  permission({ ...placeRead, state: 'new' }),
  permission(activityFeed),
  permission(roleManagement),
]

const details = (given: Partial<GrantDetailsData> = {}): Card =>
  grantDetailsCard({
    now,
    tenant: contoso,
    set: activity,
    version: 7,
    clientId,
    apps: activityApps,
    status: 'updateRequired',
    statusSince: daysBefore(1),
    checkedAt: minutesBefore(14),
    findings: [newPermission],
    permissions: activityPermissions,
    settings: [],
    entraUrl,
    rights: all,
    ...given,
  })

const password = {
  id: 'password-administrator',
  name: 'Role Password Administrator',
  coach:
    'Assign the role to the enterprise application: Entra → Roles and administrators → Password Administrator → Add assignment.',
  without: 'Resetting a password fails',
}
const byHand = {
  id: 'ews-allowed',
  name: 'Exchange Web Services allowed for this app',
  coach:
    'In Exchange Online PowerShell, an Exchange administrator runs Set-OrganizationConfig with EwsAllowedAppIDs, which takes the whole list, so add the client ID shown here to what is there, and with EwsEnabled set to True. No API shows it: look, then confirm it here',
  without: 'Exchange Web Services refuse the app, although full_access_as_app is granted',
}
const everything = activityPermissions.map((row) => ({ ...row, state: 'granted' as const }))

const detailCards: Record<string, () => Card> = {
  'grant-details/new-permission': () => details(),
  'grant-details/granted': () =>
    details({
      status: 'granted',
      permissions: everything,
      findings: [
        allGranted,
        {
          code: 'EXTRA_PRIVILEGED_PERMISSIONS',
          who: 'privilegedRoleAdministrator',
          facts: { count: '1', names: 'Application.ReadWrite.All' },
        },
      ],
    }),
  'grant-details/app-disabled': () =>
    details({ status: 'error', findings: [appDisabled], permissions: everything }),
  'grant-details/removed': () =>
    details({
      status: 'error',
      findings: [removed],
      permissions: activityPermissions.map((row) => ({
        ...row,
        state: row === activityPermissions[1] ? 'missing' : 'granted',
      })),
    }),
  'grant-details/setting-missing': () =>
    details({
      set: accountActions,
      status: 'settingsRequired',
      findings: [roleMissing],
      permissions: everything,
      settings: [
        { ...password, state: 'missing' },
        { ...password, name: 'Entra ID P1', state: 'ok' },
      ],
    }),
  'grant-details/api-ends': () =>
    details({
      status: 'granted',
      set: posture,
      findings: [apiLimited, settingUnconfirmed],
      permissions: [
        { ...fullAccess, state: 'granted' },
        { ...auditLogRead, state: 'granted' },
      ],
      settings: [
        { ...password, state: 'ok' },
        { ...byHand, state: 'unconfirmed' },
      ],
    }),
  'grant-details/confirmed-by-hand': () =>
    details({
      status: 'granted',
      set: posture,
      findings: [apiLimited],
      permissions: [{ ...fullAccess, state: 'granted' }],
      settings: [
        {
          ...byHand,
          state: 'confirmed',
          confirmed: { by: alice, at: minutesBefore(3), askedAgainAt: minutesAfter(60 * 1_440) },
        },
      ],
    }),
  'grant-details/not-granted-viewer': () =>
    details({
      status: 'notGranted',
      statusSince: undefined,
      checkedAt: undefined,
      entraUrl: undefined,
      findings: [{ code: 'NOT_INSTALLED', who: 'privilegedRoleAdministrator' }],
      permissions: activityPermissions.map((row) => ({ ...row, state: 'notRead' })),
      rights: none,
    }),
  'grant-details/blocked': () =>
    details({
      set: posture,
      status: 'blocked',
      statusSince: minutesBefore(3),
      lastKnown: 'granted',
      undoUntil: minutesAfter(7),
      permissions: everything,
      findings: [
        { code: 'BLOCKED_HERE', who: 'approver', since: minutesBefore(3), facts: { by: alice.name } },
        { code: 'GRANTS_REMAIN_IN_ENTRA', who: 'cloudApplicationAdministrator' },
      ],
    }),
  'grant-details/waiting': () =>
    details({
      status: 'granting',
      consentId: 'consent-0123456789',
      findings: [{ code: 'LINK_OUT', who: 'privilegedRoleAdministrator', since: minutesBefore(6) }],
    }),
  'grant-details/hostile': () =>
    details({
      tenant: hostile,
      set: { id: 'set', name: hostile.name },
      clientId: hostile.name,
      apps: hostileTenants,
      findings: [{ ...appDisabled, code: 'BLOCKED_HERE', facts: { by: hostile.name } }],
      permissions: hostileTenants.map(({ name }) => ({
        ...permission({ ...placeRead, api: name, value: name, reason: name, without: name }),
        state: 'missing',
      })),
      settings: hostileTenants.map(({ id, name }) => ({
        ...{ id, name, coach: name, without: name },
        state: 'confirmed',
        confirmed: { by: { name }, at: now, askedAgainAt: now },
      })),
      notice: {
        kind: 'done',
        code: 'RESET',
        facts: { set: hostile.name },
        by: { name: hostile.name },
        at: now,
      },
    }),
  'grant-details/worst-size': () =>
    details({
      tenant: longTenants(1)[0] ?? contoso,
      set: longName,
      apps: longTenants(12),
      status: 'error',
      lastKnown: 'settingsRequired',
      findings: Array.from({ length: 9 }, () => ({
        ...roleMissing,
        facts: { name: longName.name, setting: 'x' },
      })),
      permissions: manyPermissions(50).map((row) => ({
        ...row,
        reason: longSentence,
        without: longSentence,
        state: 'new',
      })),
      settings: Array.from({ length: 3 }, () => ({
        ...password,
        coach: longSentence,
        without: longSentence,
        state: 'missing' as const,
      })),
    }),
  'grant-details/last-page': () =>
    details({ permissions: manyPermissions(50).map((row) => ({ ...row, state: 'granted' })), page: 99 }),
}

const block = (given: Partial<BlockConfirmData> = {}): Card =>
  blockConfirmCard({
    now,
    tenant: contoso,
    set: activity,
    version: 7,
    consequences: activityConsequences,
    undoMinutes: 10,
    grantsInEntra: 18,
    entraUrl,
    ...given,
  })

const lifted: LiftedBlock = {
  by: alice,
  at: daysBefore(2),
  reason: 'The sensors are being replaced until Friday',
  status: 'granted',
  usable: true,
  beyond: [],
}
const [mailRead, calendarsRead] = ['Mail.Read', 'Calendars.Read'].map((value) => ({
  value,
  api: 'Microsoft Graph',
  type: 'application' as const,
  tier: 1 as const,
}))
const beyondTwo = [mailRead, calendarsRead].filter((each) => each !== undefined)

const unblock = (given: Partial<UnblockConfirmData> = {}): Card =>
  unblockConfirmCard({
    now,
    tenant: contoso,
    set: activity,
    version: 7,
    lifted,
    beyondHash: 'b'.repeat(16),
    consequences: activityConsequences,
    entraUrl,
    ...given,
  })

const movePlan = (given: Partial<MovePlanData> = {}): Card =>
  movePlanCard({
    now,
    set: directoryData,
    apps: ['Mobile Security'],
    limit: 1,
    to: contoso,
    from: [{ tenant: adatum, set: directoryData }],
    consequences: {
      apps: [
        { name: 'Mobile Security', whenBlocked: "Devices can't be enrolled with an Entra ID sign-in" },
        { name: 'User Accounts', whenBlocked: 'New members of a group get no console account' },
      ],
      coupled: [],
    },
    grant: {
      permissions: [userRead, auditLogRead],
      keeps: 2,
      needsConnection: false,
      settings: [],
      signer: 'privilegedRoleAdministrator',
      isUncompared: false,
    },
    v: 'a'.repeat(16),
    choices: [],
    ways: [],
    ...given,
  })

const movedRow: MovedRow = {
  tenant: adatum,
  set: directoryData,
  version: 4,
  blocked: { at: minutesBefore(6), by: alice },
}

/** Cards about one grant, its plan and its consent, and temporary answers. */
export const grantSamples: Readonly<Record<string, () => Card>> = {
  ...plans,
  ...consents,
  ...detailCards,
  'block-confirm/activity': () => block(),
  'block-confirm/never-read': () =>
    block({
      consequences: { ...activityConsequences, coupled: [] },
      grantsInEntra: undefined,
      entraUrl: undefined,
      tenant: hostile,
    }),
  'block-confirm/worst-size': () =>
    block({
      tenant: longTenants(1)[0] ?? contoso,
      set: longName,
      consequences: {
        apps: longTenants(12).map(({ name }) => ({ name, whenBlocked: longSentence })),
        coupled: [longSentence, longSentence],
      },
    }),
  'unblock-confirm/activity': () => unblock(),
  'unblock-confirm/beyond': () => unblock({ lifted: { ...lifted, beyond: beyondTwo } }),
  'unblock-confirm/not-yet': () =>
    unblock({
      tenant: hostile,
      lifted: {
        ...lifted,
        by: { name: hostile.name },
        reason: hostile.name,
        status: 'unknown',
        lastKnown: 'notGranted',
        usable: false,
      },
      notice: { kind: 'info', code: 'CARD_OUTDATED' },
    }),
  'unblock-confirm/worst-size': () =>
    unblock({
      tenant: longTenants(1)[0] ?? contoso,
      set: longName,
      lifted: {
        ...lifted,
        by: { name: longSentence },
        reason: longSentence,
        beyond: manyPermissions(50).map((each) => ({ ...each, value: longName.name })),
      },
      consequences: {
        apps: longTenants(12).map(({ name }) => ({ name, whenBlocked: longSentence })),
        coupled: [longSentence, longSentence],
      },
    }),
  'many/unblock': () =>
    manyConfirmCard({
      now,
      kind: 'unblock',
      set: activity,
      tenants: [contoso, fabrikam],
      leftOut: [{ tenant: adatum, refusal: { code: 'GRANT_NOT_BLOCKED', facts: {} } }],
      consequences: activityConsequences,
      lifted: new Map([
        [contoso.id, lifted],
        [
          fabrikam.id,
          {
            by: { name: 'Bob Okafor' },
            at: minutesBefore(40),
            status: 'granted',
            usable: true,
            beyond: beyondTwo,
          },
        ],
      ]),
      undoMinutes: 10,
      v: 'a'.repeat(16),
    }),
  'many/unblock-worst-size': () =>
    manyConfirmCard({
      now,
      kind: 'unblock',
      set: longName,
      tenants: longTenants(10),
      leftOut: [],
      consequences: {
        apps: longTenants(12).map(({ name }) => ({ name, whenBlocked: longSentence })),
        coupled: [longSentence, longSentence],
      },
      lifted: new Map(
        longTenants(10).map(({ id }) => [
          id,
          {
            ...lifted,
            by: { name: longSentence },
            reason: longSentence,
            beyond: manyPermissions(50).map((each) => ({ ...each, value: longName.name })),
          },
        ]),
      ),
      undoMinutes: 10,
      v: 'a'.repeat(16),
    }),
  'many/block': () =>
    manyConfirmCard({
      now,
      kind: 'block',
      set: activity,
      tenants: [contoso, fabrikam, northwind],
      leftOut: [{ tenant: adatum, refusal: { code: 'GRANT_BLOCKED', facts: { by: 'Bob Okafor' } } }],
      consequences: activityConsequences,
      undoMinutes: 10,
      v: 'a'.repeat(16),
    }),
  'many/remove': () =>
    manyConfirmCard({
      now,
      kind: 'remove',
      tenants: [contoso, hostile],
      leftOut: [],
      undoMinutes: 10,
      v: 'a'.repeat(16),
    }),
  'many/worst-size': () =>
    manyConfirmCard({
      now,
      kind: 'block',
      set: longName,
      tenants: longTenants(10),
      leftOut: [],
      consequences: {
        apps: longTenants(12).map(({ name }) => ({ name, whenBlocked: longSentence })),
        coupled: [longSentence, longSentence],
      },
      undoMinutes: 10,
      v: 'a'.repeat(16),
    }),
  'many/done': () =>
    manyDoneCard({
      now,
      kind: 'block',
      set: activity,
      tenants: [contoso, fabrikam],
      leftOut: [{ tenant: hostile, refusal: { code: 'TENANT_NOT_CONNECTED', facts: {} } }],
      by: alice,
      undoMinutes: 10,
    }),
  'move-plan/both-sides': () => movePlan(),
  'move-plan/connection-and-tier-zero': () =>
    movePlan({
      to: hostile,
      grant: {
        permissions: [roleManagement, ...manyPermissions(12)],
        keeps: 3,
        needsConnection: true,
        settings: ['Password Administrator'],
        signer: 'privilegedRoleAdministrator',
        isUncompared: true,
      },
      asking: { why: 'tierZero', v: 'a'.repeat(16) },
    }),
  'move-plan/granted-there': () => movePlan({ grant: undefined }),
  'move-plan/blocked-here': () =>
    movePlan({
      from: [],
      refusal: { code: 'MOVE_BLOCKED_HERE', facts: { by: 'Bob Okafor', tenants: ['Adatum'] } },
      ways: [
        { button: 'block', input: { tenantId: adatum.id, setId: directoryData.id } },
        { button: 'openTenant', input: { tenantId: adatum.id }, title: 'Show tenant' },
      ],
    }),
  'move-plan/which': () => movePlan({ from: [], choices: [adatum, fabrikam] }),
  'move-plan/worst-size': () =>
    movePlan({
      set: longName,
      to: longTenants(1)[0] ?? contoso,
      from: longTenants(4).map((each) => ({ tenant: each, set: longName })),
      consequences: {
        apps: longTenants(10).map(({ name }) => ({ name, whenBlocked: longSentence })),
        coupled: [longSentence],
      },
      grant: {
        permissions: manyPermissions(80),
        keeps: 0,
        needsConnection: true,
        settings: [],
        signer: 'privilegedRoleAdministrator',
        isUncompared: false,
      },
    }),
  'consent/move': () => consent([link()], { set: directoryData, moved: [movedRow] }),
  'consent/move-canceled': () =>
    consent([link({ phase: 'cancelled', times: { sent: minutesBefore(5), cancelled: minutesBefore(1) } })], {
      set: directoryData,
      moved: [{ ...movedRow, undoUntil: minutesAfter(4) }],
    }),
  'error/unknown-tenant': () =>
    errorCard({ now, code: 'TENANT_UNKNOWN', facts: { text: '[Contoso](https://evil.example)' } }),
  'error/which-tenant': () =>
    errorCard({
      now,
      code: 'TENANT_AMBIGUOUS',
      facts: {
        text: 'contoso',
        names: ['Contoso Ltd', 'Contoso Ltd'],
        domains: ['contoso.com', 'contoso.de'],
      },
    }),
  'error/app-with-sets': () =>
    errorCard({
      now,
      code: 'SET_AMBIGUOUS',
      facts: { text: 'CREM', app: 'Risk Insights', lines: ['grant account-actions in contoso.com'] },
      suggestions: ['User, device and activity', 'Account actions', 'SaaS posture'].map((title) => ({
        button: 'command',
        input: { text: `grant "${title}" in contoso.com` },
        title,
      })),
    }),
  'error/part-of-a-name': () =>
    errorCard({
      now,
      code: 'NAME_PART',
      facts: { usage: 'sync <tenant>', lines: ['sync x'] },
      suggestions: [
        { button: 'command', input: { text: 'sync x' }, title: 'Alpine Ski House (alpineskihouse.com)' },
      ],
    }),
  'error/words-left': () =>
    errorCard({
      now,
      code: 'COMMAND_SURPLUS',
      facts: { usage: 'sync', text: 'I fixed the policy', lines: ['sync Tailspin'] },
      suggestions: [{ button: 'command', input: { text: 'sync Tailspin' }, title: 'sync Tailspin' }],
    }),
  'error/except': () => errorCard({ now, code: 'LINE_NEGATED', facts: { text: 'but' } }),
  'error/unknown-command': () =>
    errorCard({
      now,
      code: 'COMMAND_UNKNOWN',
      facts: { text: 'statsu contoso' },
      suggestions: ['status', 'settings', 'catalog'].map((text) => ({
        button: 'command',
        input: { text },
        title: text,
      })),
    }),
  'error/incomplete-command': () =>
    errorCard({
      now,
      code: 'COMMAND_INCOMPLETE',
      facts: { usage: 'grant <set> in <tenant>[, <tenant>…]' },
      suggestions: [
        {
          button: 'command',
          input: { text: 'grant Read directory data in Contoso' },
          title: 'grant Read directory data in Contoso',
        },
      ],
    }),
  'error/outside': () =>
    errorCard({
      now,
      code: 'OUTSIDE_UNAVAILABLE',
      facts: { service: 'graph', status: 503, code: 'ServiceUnavailable' },
      reference: 'GK-7F3A',
    }),
  'error/blocked': () =>
    errorCard({ now, code: 'GRANT_BLOCKED', facts: { by: 'Bob Okafor' }, act: refusedAct }),
  'error/try-again': () =>
    errorCard({
      now,
      code: 'ACCOUNT_UNREADABLE',
      facts: {},
      act: refusedAct,
      sent: { verb: 'tenant.list', data: {} },
    }),
  'error/tenant-limit': () => errorCard({ now, ...limit }),
  'error/registration': () =>
    errorCard({ now, code: 'REGISTRATION_MISMATCH', facts: { problem: 'replyAddressMissing', clientId } }),
  'error/worst-size': () =>
    errorCard({
      now,
      code: 'SET_AMBIGUOUS',
      facts: { text: longName.name, names: longTenants(30).map(({ name }) => name) },
      reference: 'GK-7F3A',
      suggestions: longTenants(10).map(({ name }) => ({
        button: 'command',
        input: { text: name },
        title: name,
      })),
    }),
  'problem/bug': () => problemCard({ now, reference: 'GK-7F3A' }),
  'passing/working': () => workingCard({ now }),
  'passing/syncing': () => workingCard({ now, verb: 'sync.all' }),
  'passing/answered-privately': () => answeredPrivatelyCard({ now, name: alice.name }),
  'passing/hostile': () => answeredPrivatelyCard({ now, name: hostile.name }),
  'passing/link-sent-privately': () => linkSentPrivatelyCard({ now, name: alice.name }),
}
