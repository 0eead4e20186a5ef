import { catalogCard } from '../../cards/catalog.ts'
import { doctorCard } from '../../cards/doctor.ts'
import { type ExportReadyData, exportCard } from '../../cards/export.ts'
import { exportPlanCard } from '../../cards/export-plan.ts'
import { allCommandsCard, type HelpData, helpCard } from '../../cards/help.ts'
import { type HistoryData, historyCard } from '../../cards/history.ts'
import type { HistoryRow } from '../../cards/history-groups.ts'
import { notAllowedCard } from '../../cards/not-allowed.ts'
import { type PackCardData, packCard } from '../../cards/pack.ts'
import { permissionWhyCard } from '../../cards/permission-why.ts'
import type { Card } from '../../cards/render.ts'
import { type SetApp, type SetCardData, setCard } from '../../cards/set.ts'
import { type SettingsData, settingsCard } from '../../cards/settings.ts'
import type { SettingsSet } from '../../cards/settings-sets.ts'
import { type SyncCardData, syncCard } from '../../cards/sync.ts'
import { tenantAddCard } from '../../cards/tenant-add.ts'
import { type TenantRemoveData, tenantRemoveCard } from '../../cards/tenant-remove.ts'
import type { UndeliveredCard } from '../../cards/undelivered.ts'
import type { WebhookTargetData } from '../../cards/webhooks.ts'
import { type WelcomeState, welcomeCard } from '../../cards/welcome.ts'
import { whoamiCard } from '../../cards/whoami.ts'
import { helpTasks, type Role } from '../../cards/words/codes.ts'
import {
  accountActions,
  activity,
  activityApps,
  adatum,
  alice,
  all,
  auditLogRead,
  bob,
  clientId,
  contoso,
  daysBefore,
  directoryData,
  fabrikam,
  fullAccess,
  hostileTenants,
  identitySecurity,
  labels,
  litware,
  longTenants,
  manyPermissions,
  minutesAfter,
  minutesBefore,
  mobileSecurity,
  none,
  northwind,
  now,
  placeRead,
  posture,
  riskInsights,
  roleManagement,
  search,
  userAccounts,
  userRead,
  workbench,
  zeroTrust,
} from './card-subjects.ts'
import { brokenChecks, wellChecks } from './preflight-card-samples.ts'
import { withWho } from './with-who.ts'

const suite = 'Trend Vision One'
const hostileName = hostileTenants.map((tenant) => tenant.name).join(' ')
const longText = longTenants(1).map((tenant) => tenant.name.repeat(4))[0] ?? ''
const runId = 'run_0123456789abcdefghijklmnopqrstuvwxyzABCDE'

const operators = { id: contoso.id, name: 'Directory operators', isMissing: false }
const leads = { id: adatum.id, name: 'Identity leads', isMissing: false }

const allRoles: readonly Role[] = ['viewer', 'operator', 'approver', 'auditor']

const help = (given: Partial<HelpData>): Card =>
  helpCard({
    now,
    may: allRoles,
    suite,
    inChannel: false,
    names: {
      tenant: contoso,
      set: accountActions,
      permission: { id: 'Directory.Read.All', name: 'Directory.Read.All' },
    },
    open: 'see',
    ask: [alice.name],
    ...given,
  })

const welcome = (state: WelcomeState): Card => welcomeCard({ now, suite, inChannel: false, state })

const settingsSet = (given: Partial<SettingsSet> & Pick<SettingsSet, 'set'>): SettingsSet => ({
  apps: activityApps,
  source: 'registration',
  readAt: minutesBefore(42),
  registration: [],
  ...given,
})

const sealedHistory = {
  anchor: {
    id: 12_345,
    hash: '8b14e2648245b121aaa5af9f1bdfab67e54efb885cb211be80a003327cf7d4e6',
    at: now.toISOString(),
    keyId: 'abea46725b1a',
    mac: '790eccd45c6bb5832df197800f189af0834d7388983c1aae13f95aaa837c1e12',
  },
  unsent: [],
}

const hook = (given: Partial<WebhookTargetData> = {}): WebhookTargetData => ({
  name: 'siem',
  host: 'events.siem.example',
  waiting: 0,
  last: { at: minutesBefore(3), outcome: 'delivered' },
  ...given,
})

const settings = (given: Partial<SettingsData> = {}): Card =>
  settingsCard({
    now,
    version: '0.1.0',
    suite,
    catalog: { version: 7, source: 'the default catalog', sets: 5, permissions: 50 },
    tenants: 12,
    publicUrl: 'https://grantkeeper.cobaltridge.example',
    syncEveryMs: 6 * 3_600_000,
    nextSyncAt: minutesAfter(74),
    demo: false,
    roles: [
      { role: 'viewer', people: 1, groups: [] },
      { role: 'operator', people: 0, groups: [{ ...operators, members: 4 }] },
      { role: 'approver', people: 2, groups: [{ ...leads, members: 3, tenants: 2 }] },
      { role: 'auditor', people: 0, groups: [] },
    ],
    hasNoApprover: false,
    sets: [
      settingsSet({ set: directoryData, apps: [mobileSecurity, zeroTrust, userAccounts] }),
      settingsSet({ set: activity }),
      settingsSet({ set: accountActions, apps: [search, workbench] }),
      settingsSet({ set: labels, apps: [zeroTrust] }),
      settingsSet({ set: posture, apps: [riskInsights] }),
    ],
    problems: [],
    ...given,
  })

const lost = (given: Partial<UndeliveredCard> = {}): UndeliveredCard => ({
  id: 17,
  version: 2,
  kind: 'alert',
  isNew: true,
  place: 'channel',
  placeId: '19:f1b2c3d4e5f6478190a2b3c4d5e6f708@thread.tacv2',
  reason: 'muted',
  since: minutesBefore(47),
  ...given,
})

const sync = (given: Partial<SyncCardData> = {}): Card =>
  syncCard({
    now,
    runId,
    state: 'running',
    total: 1_000,
    done: 124,
    failed: 3,
    changed: 2,
    startedAt: minutesBefore(1),
    by: alice,
    failures: [
      { outcome: withWho({ name: 'graphThrottled', code: '429' }), count: 2, tenants: [contoso, fabrikam] },
      { outcome: withWho({ name: 'appNotInTenant', code: 'AADSTS700016' }), count: 1, tenants: [northwind] },
    ],
    notRefreshed: [
      { id: 'email-account-inventory', name: 'Email Account Inventory' },
      { id: 'risk-insights', name: 'Risk Insights' },
    ],
    rights: all,
    ...given,
  })

const directoryApps: SetApp[] = [
  {
    ...mobileSecurity,
    purpose:
      'Lets people sign in with Entra ID when they enroll a phone or tablet, and sends them the invitation',
    tenantLimit: 1,
    manualSync: true,
  },
  {
    ...riskInsights,
    purpose: 'Judges the risk of people, devices and cloud apps, and acts on risky accounts',
    manualSync: false,
  },
  {
    ...zeroTrust,
    purpose: 'Keeps people and groups for access rules in step with the directory',
    manualSync: true,
  },
]

const set = (given: Partial<SetCardData> = {}): Card =>
  setCard({
    now,
    set: activity,
    clientId,
    apps: directoryApps,
    permissions: [placeRead, auditLogRead, userRead, roleManagement],
    settings: [],
    source: 'registration',
    ...given,
  })

const ready = (given: Partial<ExportReadyData> = {}): Card =>
  exportCard({
    now,
    format: 'json',
    about: 'all',
    entries: 12_418,
    url: 'https://grantkeeper.cobaltridge.example/export/0123456789abcdefghijklmnopqrstuvwxyzABCDEFG',
    expiresAt: minutesAfter(15),
    ...given,
  })

const licence = {
  name: 'Microsoft Entra ID P1 or P2',
  coach:
    "Sign-in data is kept only for tenants with Microsoft Entra ID P1 or P2. Assign a subscription that contains one of them; a free tenant can stay as it is if sign-in data isn't needed",
  without: 'Sign-in activity is empty; everything else of this set works',
}

const entries: HistoryRow[] = [
  {
    at: minutesBefore(3),
    by: alice,
    action: 'grant.block',
    tenant: contoso,
    set: posture,
    result: 'done',
    approval: { by: bob.name, code: 'K7M-2QX' },
  },
  ...[labels, directoryData].map(
    (set): HistoryRow => ({
      at: minutesBefore(3),
      by: alice,
      action: 'grant.block',
      tenant: contoso,
      set,
      result: 'done',
      approval: { by: bob.name, code: 'K7M-2QX' },
    }),
  ),
  {
    at: minutesBefore(21),
    action: 'grant.status',
    tenant: contoso,
    set: activity,
    result: 'done',
    change: { from: 'granted', to: 'error' },
  },
  {
    at: minutesBefore(35),
    by: { name: 'Victor Haas' },
    action: 'grant.start',
    tenant: fabrikam,
    set: accountActions,
    result: 'refused',
    reason: 'ROLE_MISSING',
  },
  {
    at: daysBefore(1),
    action: 'consent.refused',
    tenant: northwind,
    set: activity,
    result: 'failed',
    reason: 'consentDeclined',
  },
  { at: daysBefore(2), by: bob, action: 'sync.all', result: 'done' },
  {
    at: daysBefore(400),
    by: bob,
    action: 'tenant.add',
    tenant: { ...adatum, isRemoved: true },
    result: 'done',
    reason: 'Customer since January, ticket CR-1187',
  },
]

const history = (given: Partial<HistoryData> = {}): Card =>
  historyCard({ now, rows: entries, older: false, ...given })

const remove = (given: Partial<TenantRemoveData> = {}): Card =>
  tenantRemoveCard({
    now,
    tenant: contoso,
    version: 12,
    stays: [
      { set: directoryData, permissions: 4 },
      { set: activity, permissions: 18 },
      { set: labels, permissions: 1 },
    ],
    connectionStays: true,
    openLinks: 1,
    blocked: [labels],
    ...given,
  })

/** The small cards in their relevant states, by `card/state`. */
const packUrl = 'https://grantkeeper.cobaltridge.example/pack/0123456789abcdefghijklmnopqrstuvwxyzABCDEFG'
const pack = (given: Partial<PackCardData> = {}): Card =>
  packCard({
    ...{ now, set: activity, url: packUrl, markdownUrl: `${packUrl}/markdown` },
    expiresAt: minutesAfter(15),
    ...given,
  })

export const smallSamples: Readonly<Record<string, () => Card>> = {
  'settings/well': () =>
    settings({
      demo: true,
      history: sealedHistory,
      preflight: { checkedAt: minutesBefore(14), checks: wellChecks },
    }),
  'settings/viewer': () => settings(),
  'settings/undelivered': () =>
    settings({
      notice: { kind: 'done', code: 'MESSAGE_SENT_AGAIN' },
      undelivered: {
        count: 5,
        cards: [
          lost(),
          lost({
            id: 18,
            kind: 'consent',
            place: 'person',
            placeId: alice.name,
            isNew: false,
            reason: 'doubtful',
          }),
          lost({ id: 19, kind: 'novel', place: 'forgotten', reason: 'never heard of' }),
        ],
      },
    }),
  'settings/webhooks-well': () =>
    settings({ webhooks: [hook(), hook({ name: 'tickets', last: undefined })] }),
  'settings/webhooks': () =>
    settings({
      webhooks: [
        hook({ name: 'suite' }),
        hook({
          name: 'tickets',
          host: 'hooks.tickets.example:8443',
          waiting: 14,
          oldestAt: minutesBefore(90),
          last: { at: minutesBefore(2), outcome: '503' },
        }),
        hook({
          waiting: 3,
          oldestAt: daysBefore(1),
          dead: { count: 12, upTo: 99, since: daysBefore(1) },
          last: { at: minutesBefore(20), outcome: 'unreachable' },
        }),
        hook({ name: 'lake', goneAt: daysBefore(2), last: { at: daysBefore(2), outcome: '410' } }),
      ],
    }),
  'settings/problems': () =>
    settings({
      syncEveryMs: 90 * 60_000,
      nextSyncAt: undefined,
      problems: ['The certificate of the reader app ends on Dec 1, 2026.'],
      preflight: { checkedAt: minutesBefore(14), checks: brokenChecks },
      sets: [
        settingsSet({ set: directoryData }),
        settingsSet({ set: activity, registration: ['singleTenant', 'replyAddressMissing'] }),
        settingsSet({ set: accountActions, source: 'catalog', registration: ['unreadable'] }),
        settingsSet({ set: labels, source: 'catalog', readAt: undefined }),
        settingsSet({ set: posture, credentialEndsAt: minutesAfter(20 * 24 * 60) }),
      ],
    }),
  'settings/hostile': () =>
    settings({
      suite: hostileName,
      catalog: { version: 1, source: hostileName, sets: 1, permissions: 1 },
      undelivered: {
        count: 1,
        cards: [lost({ kind: hostileName, placeId: hostileName, reason: hostileName })],
      },
      webhooks: hostileTenants
        .slice(0, 4)
        .map(({ name }) => hook({ host: name, last: { at: now, outcome: name } })),
      sets: hostileTenants.map(({ id, name }) =>
        settingsSet({
          set: { id, name },
          apps: hostileTenants,
          registration: ['unreadable'],
          outcome: withWho({ name: 'answerUnreadable', field: name }),
        }),
      ),
      problems: hostileTenants.map((tenant) => tenant.name),
    }),
  'settings/worst-size': () =>
    settings({
      page: 2,
      webhooks: Array.from({ length: 10 }, (_, n) =>
        hook({
          name: `${n}-${'long-name-'.repeat(4)}`.slice(0, 40),
          host: `${'a-long-label-of-a-host.'.repeat(10)}example`,
          waiting: 9_999,
          oldestAt: minutesBefore(n),
          dead: { count: 9_999, upTo: 99_999, since: daysBefore(400) },
          last: { at: minutesBefore(n), outcome: 'addressRefused' },
        }),
      ),
      undelivered: {
        count: 99,
        cards: longTenants(3).map(({ name }, id) => lost({ id, kind: name, placeId: name })),
      },
      problems: longTenants(30).map((tenant) => tenant.name),
      sets: longTenants(30).map(({ id, name }) =>
        settingsSet({
          set: { id, name },
          apps: longTenants(10),
          outcome: withWho({ name: 'answerUnreadable', field: longText }),
          registration: ['unreadable', 'singleTenant', 'replyAddressMissing', 'permissionsMissing'],
        }),
      ),
    }),
  'sync/running': () => sync(),
  'sync/just-started': () => sync({ done: 0, failed: 0, changed: 0, failures: [], startedAt: now }),
  'sync/viewer': () => sync({ rights: none }),
  'sync/done': () =>
    sync({ state: 'done', done: 1_000, changed: 14, endedAt: minutesAfter(2), startedAt: minutesBefore(3) }),
  'sync/done-well': () =>
    sync({
      state: 'done',
      total: 12,
      done: 12,
      failed: 0,
      changed: 0,
      failures: [],
      notRefreshed: [],
      startedAt: new Date(now.getTime() - 4_000),
      endedAt: now,
    }),
  'sync/cancelled': () => sync({ state: 'cancelled', endedAt: now }),
  'sync/one-tenant': () =>
    sync({
      tenant: contoso,
      state: 'done',
      total: 1,
      done: 1,
      failed: 0,
      changed: 1,
      failures: [],
      endedAt: now,
    }),
  'sync/one-tenant-failed': () =>
    sync({
      tenant: contoso,
      state: 'done',
      total: 1,
      done: 1,
      failed: 1,
      changed: 0,
      failures: [
        { outcome: withWho({ name: 'appNotInTenant', code: 'AADSTS700016' }), count: 1, tenants: [contoso] },
      ],
      endedAt: now,
      by: undefined,
    }),
  'sync/unknown-reason': () =>
    sync({ failures: [{ outcome: withWho({ name: 'constructor' }), count: 3, tenants: [litware] }] }),
  'sync/hostile': () =>
    sync({
      by: { name: hostileName },
      failures: [
        {
          outcome: withWho({ name: 'graphThrottled', code: hostileName }),
          count: 9,
          tenants: hostileTenants,
        },
      ],
      notRefreshed: hostileTenants,
    }),
  'sync/worst-size': () =>
    sync({
      state: 'cancelled',
      endedAt: now,
      by: { name: longText },
      failures: [
        'graphThrottled',
        'appNotInTenant',
        'consentNotRecorded',
        'tenantBoundElsewhere',
        'timedOut',
        'networkFault',
        'answerTooLarge',
      ].map((name) => ({ outcome: withWho({ name, code: longText }), count: 900, tenants: longTenants(5) })),
      notRefreshed: longTenants(30),
      notice: { kind: 'problem', code: 'SYNC_FAILED', facts: { outcome: longText }, by: alice, at: now },
    }),
  'set/four': () => set({ settings: [licence] }),
  'set/second-page': () => set({ permissions: manyPermissions(20), page: 2 }),
  'set/last-page': () => set({ permissions: manyPermissions(20), page: 99, settings: [licence] }),
  'set/not-configured': () =>
    set({ set: labels, clientId: undefined, permissions: [userRead], source: 'catalog' }),
  'set/hostile': () =>
    set({
      set: { id: 'x', name: hostileName },
      apps: hostileTenants.map((tenant) => ({ ...tenant, purpose: tenant.name, manualSync: false })),
      permissions: hostileTenants.map(({ name }) => ({
        ...placeRead,
        api: name,
        value: name,
        reason: name,
        without: name,
      })),
      settings: hostileTenants.map(({ name }) => ({ name, coach: name, without: name })),
    }),
  'set/worst-size': () =>
    set({
      set: { id: 'a'.repeat(60), name: longText },
      apps: longTenants(14).map((tenant) => ({
        ...tenant,
        purpose: 'Purpose of the app, as long as a catalog allows it. '.repeat(6),
        tenantLimit: 12,
        manualSync: false,
      })),
      permissions: manyPermissions(40).map((permission) => ({
        ...permission,
        reason: 'Reason of the permission, as long as a catalog allows it. '.repeat(5),
        without: 'What is lost without it, as long as a catalog allows it. '.repeat(5),
      })),
    }),
  'catalog/five': () =>
    catalogCard({
      now,
      suite,
      version: 7,
      sets: [
        {
          set: directoryData,
          apps: [mobileSecurity, zeroTrust, userAccounts],
          permissions: 4,
          tierZero: 0,
          settings: [],
          configured: true,
        },
        {
          set: activity,
          apps: activityApps,
          permissions: 18,
          tierZero: 0,
          settings: ['Microsoft Entra ID P1 or P2'],
          configured: true,
        },
        {
          set: accountActions,
          apps: [search, workbench, identitySecurity],
          permissions: 3,
          tierZero: 2,
          settings: ['Role Password Administrator'],
          configured: true,
        },
        { set: labels, apps: [zeroTrust], permissions: 5, tierZero: 0, settings: [], configured: true },
        { set: posture, apps: [riskInsights], permissions: 20, tierZero: 1, settings: [], configured: false },
      ],
    }),
  'catalog/hostile': () =>
    catalogCard({
      now,
      suite: hostileName,
      version: 7,
      sets: hostileTenants.map((tenant) => ({
        set: tenant,
        apps: hostileTenants,
        permissions: 1,
        tierZero: 0,
        settings: hostileTenants.map(({ name }) => name),
        configured: true,
      })),
    }),
  'catalog/empty': () => catalogCard({ now, suite, version: 1, sets: [] }),
  'catalog/worst-size': () =>
    catalogCard({
      now,
      suite: longText,
      version: 12,
      page: 2,
      sets: longTenants(30).map(({ name }, n) => ({
        set: { id: `${n}`.repeat(30), name },
        apps: longTenants(8),
        permissions: 120,
        tierZero: 40,
        settings: longTenants(6).map((tenant) => tenant.name),
        configured: false,
      })),
    }),
  'help/approver': () => help({}),
  ...Object.fromEntries(
    helpTasks.map((open) => [`help/approver-${open}`, () => help({ inChannel: open === 'ask', open })]),
  ),
  'help/viewer-in-channel': () => help({ may: ['viewer'], inChannel: true, open: 'grant' }),
  'help/auditor-without-tenants': () => help({ may: ['viewer', 'auditor'], names: {} }),
  'help/no-role': () => help({ may: [], suite: hostileName, ask: [hostileName] }),
  'help/nobody-to-ask': () => help({ may: [], ask: [] }),
  'help/hostile': () =>
    help({ names: { tenant: hostileTenants[0] ?? contoso, set: { id: 'x', name: longText } } }),
  'all-commands/approver': () => allCommandsCard({ now, may: allRoles, inChannel: true }),
  'all-commands/viewer': () => allCommandsCard({ now, may: ['viewer'], inChannel: false }),
  'welcome/first': () => welcome({ kind: 'tenants', all: 0, needsAction: 0, mayAdd: true }),
  'welcome/first-of-a-viewer': () => welcome({ kind: 'tenants', all: 0, needsAction: 0, mayAdd: false }),
  'welcome/need-attention': () => welcome({ kind: 'tenants', all: 12, needsAction: 6, mayAdd: false }),
  'welcome/one-tenant': () => welcome({ kind: 'tenants', all: 1, needsAction: 1, mayAdd: false }),
  'welcome/fine': () => welcome({ kind: 'tenants', all: 12, needsAction: 0, mayAdd: true }),
  'welcome/no-role': () => welcome({ kind: 'noRole', ask: [alice.name, bob.name] }),
  'welcome/in-channel': () =>
    welcomeCard({ now, suite, inChannel: true, addedBy: hostileName, state: { kind: 'unknown' } }),
  'history/everything': () => history({ nextBefore: 118, mayExport: true }),
  'history/tenant': () =>
    history({
      tenant: contoso,
      rows: entries.filter((entry) => entry.tenant === contoso),
      older: true,
      nextBefore: 90,
    }),
  'history/set': () => history({ set: activity, tenant: { ...contoso, isRemoved: true } }),
  'history/empty': () => history({ rows: [] }),
  'history/filtered': () =>
    history({ who: 'mine', area: 'requests', rows: entries.slice(0, 2), nextBefore: 7 }),
  'history/hostile': () =>
    history({
      rows: hostileTenants.map((tenant) => ({
        at: now,
        by: { name: tenant.name },
        action: '__proto__',
        change: { from: 'toString', to: tenant.name },
        tenant,
        set: { id: 'x', name: tenant.name },
        result: 'failed',
        reason: tenant.name,
        approval: { by: tenant.name, code: tenant.name },
      })),
    }),
  'history/worst-size': () =>
    history({
      tenant: longTenants(1)[0] ?? contoso,
      set: { id: 'a'.repeat(60), name: longText },
      older: true,
      nextBefore: 1_000_000,
      rows: longTenants(10).map((tenant) => ({
        at: daysBefore(900),
        by: { name: longText },
        action: 'requirement.change',
        tenant,
        set: { id: 'x', name: longText },
        result: 'refused',
        reason: longText,
      })),
    }),
  'settings/groups': () =>
    settings({
      preflight: 'never',
      roles: [
        { role: 'viewer', people: 0, groups: [{ id: adatum.id, name: hostileName, isMissing: false }] },
        { role: 'operator', people: 0, groups: [{ ...operators, isMissing: true }] },
        { role: 'approver', people: 0, groups: [{ ...leads, members: 0 }] },
        { role: 'auditor', people: 0, groups: [] },
      ],
      hasNoApprover: true,
    }),
  'export-plan/all': () => exportPlanCard({ format: 'csv', about: 'all', entries: 12_418, minutes: 15 }),
  'export-plan/own': () => exportPlanCard({ format: 'json', about: 'own', entries: 1, minutes: 15 }),
  'export-plan/hostile': () =>
    exportPlanCard({ format: 'csv', about: hostileTenants[0] ?? contoso, entries: 0, minutes: 15 }),
  'export-plan/worst-size': () =>
    exportPlanCard({ format: 'json', about: longTenants(1)[0] ?? contoso, entries: 9_999_999, minutes: 15 }),
  'pack/set': () => pack(),
  'pack/tenant': () => pack({ tenant: contoso }),
  'pack/hostile': () => pack({ tenant: { ...contoso, name: hostileName } }),
  'pack/worst-size': () => pack({ tenant: longTenants(1)[0] ?? contoso }),
  'export/all': () => ready(),
  'export-plan/ocsf': () => exportPlanCard({ format: 'ocsf', about: 'all', entries: 12_418, minutes: 15 }),
  'export/tenant': () => ready({ format: 'csv', about: contoso, entries: 214 }),
  'export/hostile': () => ready({ about: { ...contoso, name: hostileName } }),
  'export/worst-size': () => ready({ about: longTenants(1)[0] ?? contoso, entries: 9_999_999 }),
  'whoami/approver': () =>
    whoamiCard({
      ask: [],
      now,
      name: alice.name,
      objectId: contoso.id,
      tenantId: adatum.id,
      roles: [{ role: 'approver' }, { role: 'operator', group: operators, tenants: [contoso, fabrikam] }],
      unread: [],
      checkedAt: minutesBefore(2),
    }),
  'whoami/unread': () =>
    whoamiCard({
      now,
      ask: [alice.name],
      name: bob.name,
      objectId: contoso.id,
      tenantId: adatum.id,
      roles: [{ role: 'viewer', tenants: hostileTenants }],
      unread: [{ role: 'approver', group: { id: adatum.id, name: hostileName } }],
      checkedAt: minutesBefore(0),
    }),
  'whoami/nobody': () =>
    whoamiCard({
      now,
      ask: [alice.name, bob.name],
      name: 'Gus Hale',
      objectId: contoso.id,
      tenantId: adatum.id,
      roles: [],
      unread: [],
      checkedAt: now,
    }),
  'whoami/no-role': () =>
    whoamiCard({
      now,
      ask: [alice.name],
      name: hostileName,
      objectId: contoso.id,
      tenantId: adatum.id,
      roles: [],
      unread: [],
      refused: 'guest',
      checkedAt: minutesBefore(1),
    }),
  'not-allowed/no-role': () =>
    notAllowedCard({
      now,
      reason: 'NO_ROLE',
      needs: 'viewer',
      ask: [alice.name, bob.name],
      objectId: contoso.id,
    }),
  'not-allowed/nobody-to-ask': () =>
    notAllowedCard({
      now,
      reason: 'ROLE_MISSING',
      needs: 'approver',
      has: ['viewer'],
      ask: [],
      objectId: contoso.id,
    }),
  'not-allowed/role-missing': () =>
    notAllowedCard({
      now,
      reason: 'ROLE_MISSING',
      needs: 'approver',
      has: ['viewer'],
      ask: hostileTenants.map((tenant) => tenant.name),
    }),
  'not-allowed/request-instead': () =>
    notAllowedCard({
      now,
      reason: 'ROLE_MISSING',
      needs: 'approver',
      has: ['operator'],
      ask: [alice.name, bob.name],
      act: {
        rights: { view: true, act: true, decide: false },
        tenantIds: [contoso.id],
        setId: 'directory-data',
        kind: 'block',
      },
    }),
  'not-allowed/foreign': () => notAllowedCard({ now, reason: 'PERSON_FOREIGN', ask: [alice.name] }),
  'doctor/form': () => doctorCard({ now }),
  'doctor/diagnosis': () =>
    doctorCard({
      now,
      text: 'AADSTS65004: User declined to consent to access the app. Trace ID: 0c1e59c8-7a1f-4f4c-8e2b-2b1c00aa0100',
      diagnosis: {
        who: 'operator',
        name: 'consentDeclined',
        code: 'AADSTS65004',
        url: 'https://login.microsoftonline.com/error?code=65004',
        traceId: '0c1e59c8-7a1f-4f4c-8e2b-2b1c00aa0100',
        correlationId: '5d6c5e3b-1bb0-4a53-9b5d-1c9a3a8b6f10',
        tenant: contoso,
      },
    }),
  'doctor/unknown': () => doctorCard({ now, text: 'it does not work' }),
  'doctor/hostile': () =>
    doctorCard({
      now,
      text: hostileName,
      diagnosis: {
        who: 'operator',
        name: 'consentDeclined',
        code: hostileName,
        traceId: hostileName,
        tenant: hostileTenants[0],
      },
    }),
  'doctor/not-a-name': () =>
    doctorCard({ now, text: hostileName, diagnosis: withWho({ name: 'toString', code: '1' }) }),
  'permission-why/two-sets': () =>
    permissionWhyCard({
      now,
      value: 'AuditLog.Read.All',
      uses: [
        { set: activity, apps: activityApps, permission: auditLogRead },
        { set: accountActions, apps: [search, workbench], permission: { ...auditLogRead, tier: 0 } },
      ],
    }),
  'permission-why/api-ends': () =>
    permissionWhyCard({
      now,
      value: 'full_access_as_app',
      uses: [{ set: posture, apps: [riskInsights], permission: fullAccess }],
    }),
  'permission-why/worst-size': () =>
    permissionWhyCard({
      now,
      value: longText,
      uses: longTenants(30).map(({ id, name }) => ({
        set: { id, name },
        apps: longTenants(20),
        permission: { ...auditLogRead, api: longText, reason: longText, without: longText },
      })),
    }),
  'permission-why/hostile': () =>
    permissionWhyCard({
      now,
      value: hostileName,
      uses: hostileTenants.map((tenant) => ({
        set: tenant,
        apps: hostileTenants,
        permission: { ...roleManagement, reason: tenant.name, without: tenant.name },
      })),
    }),
  'tenant-add/form': () => tenantAddCard({ now }),
  'tenant-add/mistake': () =>
    tenantAddCard({
      now,
      domain: 'contoso,com',
      problem: { code: 'TENANT_ID_INVALID', facts: { text: 'contoso,com' } },
    }),
  'tenant-add/hostile': () =>
    tenantAddCard({
      now,
      domain: hostileName,
      problem: { code: 'TENANT_AMBIGUOUS', facts: { text: hostileName, names: [hostileName, '${x}'] } },
    }),
  'tenant-remove/contoso': () => remove(),
  'tenant-remove/nothing': () =>
    remove({ tenant: litware, stays: [], connectionStays: false, openLinks: 0, blocked: [] }),
  'tenant-remove/hostile': () =>
    remove({
      tenant: hostileTenants[0] ?? contoso,
      stays: hostileTenants.map((tenant) => ({ set: tenant, permissions: 1 })),
      blocked: hostileTenants,
    }),
  'tenant-remove/worst-size': () =>
    remove({
      tenant: longTenants(1)[0] ?? contoso,
      stays: longTenants(30).map(({ id, name }) => ({ set: { id, name }, permissions: 1_234 })),
      blocked: longTenants(30),
      openLinks: 31,
    }),
}
