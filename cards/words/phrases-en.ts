import type {
  HistoryArea,
  HistoryResult,
  HistoryWho,
  LinkKind,
  LinkPhase,
  PermissionState,
  PermissionType,
  RegistrationProblem,
  SettingKind,
  SettingState,
  TenantFilter,
  TenantState,
  Tier,
  TierSource,
} from './codes.ts'

/** Most are small, and a locale costs a hundred times as much. */
const count = (n: number): string => (n < 1_000 ? `${n}` : n.toLocaleString('en-US'))

const s = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`

const times = (n: number): string => (n === 1 ? 'once' : n === 2 ? 'twice' : `${n} times`)

/** Texts passed in are already escaped. */
export const phrasesEn = {
  checked: (age: string) => `checked ${age}`,
  neverChecked: 'never checked',
  ask: (who: string) => `Ask: ${who}`,
  mustAct: (who: string) => `Who: ${who}`,
  theTenant: 'the tenant',
  until: (time: string) => `until ${time}`,
  byAt: (by: string, time: string) => [by && `by ${by}`, time && `at ${time}`].filter(Boolean).join(' '),
  lastKnown: (status: string) => `last known: ${status}`,
  /** How long something still takes. */
  left: {
    soon: 'less than a minute left',
    minutes: (n: number) => `about ${n} min left`,
    hours: (n: number) => `about ${n} h left`,
    days: (n: number) => `about ${s(n, 'day')} left`,
  },
  more: (n: number) => `and ${s(n, 'more', 'more')}`,
  none: '–',
  forExample: 'For example:',
  page: (page: number, pages: number) => `Page ${page} of ${pages}`,
  /** How a tenant can be read again whose admin must consent to the reader app. */
  reconnect: (hasConnect: boolean) =>
    hasConnect
      ? 'Select Connect and send the link to an admin there.'
      : 'An approver must connect the tenant again: an admin there gets a link.',
  openInEntra: 'Open in Entra',
  openTenant: 'Open tenant',
  showTenant: 'Show tenant',
  permissions: (n: number) => s(n, 'permission'),
  tenants: (n: number) => s(n, 'tenant'),
  tier: {
    0: 'tier 0, a path to Global Administrator',
    1: 'tier 1, sensitive',
    2: 'tier 2, low risk',
  } satisfies Record<Tier, string>,
  byCatalog: 'What is required comes from the catalog, not from the app registrations.',
  /** Who rated a tier. */
  ratedBy: {
    microsoft: 'by Microsoft',
    tiering: 'by a published tiering',
    ours: 'our judgment',
  } satisfies Record<TierSource, string>,
  shortTier: { 0: 'tier 0', 1: 'tier 1', 2: 'tier 2' } satisfies Record<Tier, string>,
  type: { application: 'application', delegated: 'delegated' } satisfies Record<PermissionType, string>,
  without: (what: string) => `Without it: ${what}`,
  connection: { connecting: 'not connected yet', connected: '', lost: 'connection lost' } satisfies Record<
    TenantState,
    string
  >,

  tenantList: {
    title: 'Tenants',
    summary: (all: number, needAction: number) =>
      `${s(all, 'tenant')} · ${needAction === 0 ? 'nothing needs your attention' : `${needAction} ${needAction === 1 ? 'needs' : 'need'} attention`}`,
    waiting: (n: number) => `${s(n, 'tenant')} ${n === 1 ? 'needs' : 'need'} attention`,
    empty:
      'No tenants yet. Add the first one. After its admin accepts a read-only connection, its permission sets are shown here.',
    damaged: {
      what: 'Stored data is damaged',
      who: 'the admin who runs Grantkeeper to restore a backup',
    },
    emptyFilter: 'No tenants match this filter.',
    emptySearch: (search: string) => `No tenants match “${search}”.`,
    searchLabel: 'Search',
    searchHint: 'Name, domain, or ID',
    filterLabel: 'Show',
    filter: {
      all: (n) => `All (${n})`,
      needsAction: (n) => `Needs action (${n})`,
      error: (n) => `Errors (${n})`,
      blocked: (n) => `Blocked (${n})`,
    } satisfies Record<TenantFilter, (n: string) => string>,
    ask: (who: string) => `ask ${who}`,
    others: (what: string, n: number) => `${what} (+${n.toLocaleString('en-US')})`,
    blocked: (set: string, by: string) => `“${set}” blocked${by && ` by ${by}`}`,
    range: (from: number, to: number, total: number) => `${from}–${to} of ${total.toLocaleString('en-US')}`,
    allGranted: (n: number) => `${n} of ${n} granted`,
    connecting: 'Waiting for the directory connection',
  },

  tenant: {
    summary: (needAction: number, all: number) =>
      needAction === 0
        ? 'Nothing needs your attention'
        : `${needAction} of ${s(all, 'permission set')} ${needAction === 1 ? 'needs' : 'need'} attention`,
    granted: (granted: number, required: number) => `${granted} of ${required} permissions`,
    grantedOf: (granted: number, required: number) => `${granted} of ${required} granted`,
    notes: (n: number) => s(n, 'note'),
    warned: (n: number, all: number) =>
      `${n} of ${s(all, 'permission set')} ${n === 1 ? 'has' : 'have'} a warning`,
    warnings: { API_ENDED: 'an API has ended', GRANTS_UNEXPLAINED: 'an unexplained permission' },
    showSet: (set: string) => `Show or hide ${set}`,
    connectingTitle: 'Waiting for the directory connection',
    connectingText: 'Nothing can be read here until an admin of this tenant accepts it. It’s read-only.',
    lostTitle: 'The directory connection is lost',
    noSets: 'The catalog has no permission sets.',
    undoUntil: (time: string) => `Undo until ${time}`,
  },

  details: {
    openFormer: 'Open former app',
    in: (tenant: string) => `in ${tenant}`,
    since: (time: string) => `since ${time}`,
    apps: (apps: string) => `Apps: ${apps}`,
    clientId: (id: string) => `Client ID: ${id}`,
    group: (api: string, granted: number, all: number) => `${api} · ${granted} of ${all} granted`,
    groupGranted: (api: string, granted: number) => `${api} · ${granted} granted`,
    groupNotRead: (api: string, all: number) => `${api} · ${all} required`,
    settings: 'Additional settings',
    wrong: (wrong: number, all: number) => `${wrong} of ${s(all, 'permission')} not granted`,
    showApi: (api: string) => `Show or hide the permissions of ${api}`,
    state: {
      granted: { icon: '✅', words: '' },
      missing: { icon: '❌', words: 'missing' },
      new: { icon: '⚠️', words: 'new, not granted yet' },
      notRead: { icon: '❔', words: 'not read' },
    } satisfies Record<PermissionState, { icon: string; words: string }>,
    setting: {
      ok: { icon: '✅', words: '' },
      missing: { icon: 'ℹ️', words: 'missing' },
      notRead: { icon: '❔', words: 'couldn’t be checked' },
      confirmed: { icon: '👤', words: 'confirmed by hand' },
      unconfirmed: { icon: '❔', words: 'not confirmed' },
    } satisfies Record<SettingState, { icon: string; words: string }>,
    confirmed: (by: string, at: string, again: string) =>
      `Confirmed by **${by}** on ${at}; asked again on ${again}. Grantkeeper can’t read it.`,
  },

  plan: {
    title: (kind: 'grant' | 'update', set: string) => `${kind === 'grant' ? 'Grant' : 'Update'} “${set}”`,
    in: (tenants: string) => `in ${tenants}`,
    apps: (apps: string) => `For ${apps}`,
    adds: (n: number) => (n === 0 ? 'Adds no permissions.' : `Adds ${s(n, 'permission')}.`),
    keeps: (n: number) => (n === 0 ? 'Removes none.' : `Keeps ${n}. Removes none.`),
    tierZero: (n: number) => `${s(n, 'tier-0 permission')}: a path to Global Administrator.`,
    notCompared:
      'This list comes from the catalog and can’t be compared with the app registration before consent. If consent grants more, there’s an alert. If that includes tier 0, the set is blocked until a second person decides.',
    unexplained: 'The catalog doesn’t explain it, and nobody has rated it.',
    others: (api: string, values: string) => `${api}: ${values}`,
    signer: (role: string) => `Minimum role to consent: **${role}**`,
    eachTenant: 'each tenant',
    connectionFirst:
      'Two links: the admin accepts the read-only directory connection first, then the permission set.',
    settings: (names: string) => `Also required there: ${names}`,
    tenantConnection: 'directory connection first',
    getLink: (n: number) => (n === 1 ? '1 gets a link' : `${n.toLocaleString('en-US')} get a link`),
    leftOut: (n: number) => (n === 1 ? '1 is left out' : `${n.toLocaleString('en-US')} are left out`),
    linkOut: 'A link is out already; a new one ends it',
    morePermissions: (n: number) => `and ${s(n, 'more permission')}`,
    showPermissions: (n: number) => `Show ${s(n, 'permission')}`,
    registration: {
      title: 'The app registration isn’t in order',
      what: (problem: string) =>
        `As of the last check, ${problem}. No link can be handed out until the admin who runs Grantkeeper corrects it.`,
      check: 'Check again reads it now.',
    },
    accountUnread:
      'The directory can’t be asked right now. Whatever gives access waits until your account can be read.',
    apiAbsent: (apis: string) =>
      `${apis} isn’t available in this tenant: consent fails until it’s licensed or enabled there.`,
    apiDisabled: (apis: string) =>
      `${apis} is disabled in this tenant: its tokens are refused until it’s enabled there.`,
    everyPermission: 'All permissions',
    nobodyCanStart: 'Nothing can be started here.',
    next: 'You get a link to Microsoft’s consent page. Nothing is granted until an admin accepts there.',
  },

  consent: {
    titleConnection: 'Connect the directory',
    open: 'Open consent page',
    in: (title: string, tenant: string) => `${title} in ${tenant}`,
    code: (code: string) => `Code **${code}**`,
    codeHint: 'The consent page shows the same code.',
    requested: (by: string, time: string) => `requested by ${by}, ${time}`,
    steps: {
      sent: 'Link created',
      opened: 'Opened',
      returned: 'Consented',
      spreading: 'Propagating',
      verified: 'Verified',
    },
    answered: 'Microsoft responded',
    waiting: 'waiting',
    spreading: (reads: number, until: string) =>
      `Propagating: checked ${times(reads)}${until ? `; keeps checking until ${until}` : ''}`,
    linkOf: { connection: 'directory connection', set: 'permission set' } satisfies Record<LinkKind, string>,
    stepOf: (step: number, steps: number, what: string) => `${step} of ${steps}: ${what}`,
    signIn: (role: string) => `Sign in at Microsoft with at least this role: ${role}.`,
    signInThere: 'Each link is for an admin of that tenant, who signs in at Microsoft.',
    worksOnce: (time: string) => `The link works once, until ${time}. You can forward it to the admin.`,
    workOnce: (time: string) => `Each link works once, until ${time}. You can forward them to the admins.`,
    withPerson: (name: string) => `The link is in ${name}’s chat with me.`,
    closedHint: 'If the page was closed without an answer, select Cancel, then grant again.',
    /** Icon and a few words, for a row among others. */
    state: {
      held: { icon: '○', words: 'waiting for the connection' },
      sent: { icon: '⏳', words: 'link created, not opened yet' },
      opened: { icon: '⏳', words: 'opened, no answer yet' },
      returned: { icon: '⏳', words: 'answered, reading now' },
      spreading: { icon: '⏳', words: 'consented, propagating' },
      verified: { icon: '✅', words: 'verified' },
      refused: { icon: '❌', words: 'not granted' },
      notConfirmed: { icon: '❌', words: 'not confirmed' },
      expired: { icon: '❌', words: 'link expired' },
      cancelled: { icon: '⊘', words: 'canceled' },
    } satisfies Record<LinkPhase, { icon: string; words: string }>,
    /** The result after the last link, by what was requested. */
    reached: {
      connection: 'Connected: the tenant can be read',
      set: 'Granted: confirmed in the tenant',
    } satisfies Record<LinkKind, string>,
    /** The current state in one sentence. */
    now: {
      held: 'Waiting for the directory connection',
      sent: 'An admin must open the link',
      opened: 'Opened; waiting for the answer on Microsoft’s page',
      returned: 'Microsoft responded; reading the tenant now',
      spreading: 'Consented; waiting until Entra shows it',
      verified: 'Verified in the tenant',
      refused: 'The consent didn’t succeed',
      notConfirmed: 'Consent was reported, but never showed in the tenant',
      expired: 'Not accepted in time',
      cancelled: 'Canceled; the link no longer works',
    } satisfies Record<LinkPhase, string>,
    /** What holds after the consent, by the status that the tenant shows. */
    after: {
      settingsRequired: (steps: readonly string[]) =>
        `Permissions granted. ${steps.length > 1 ? `${steps.length} steps` : 'One step'} left: ${steps.join('; ') || 'an additional setting'}`,
      step: {
        directoryRole: (role) => `assign ${role}`,
        servicePlan: (plan) => `add a license with ${plan}`,
        byHand: (name) => `confirm ${name}`,
      } satisfies Record<SettingKind, (name: string) => string>,
      withheld: 'Permissions granted, but the apps can’t use them yet',
      meanwhile: 'Granted after all: the tenant shows every permission',
      updateRequired: 'Granted as requested, but more is required by now',
      error: 'The consent was confirmed, but something is wrong now',
      unknown: 'The consent was confirmed, but the tenant can’t be checked now',
      blocked: 'Granted in Entra, but blocked here',
      granting: 'The consent was confirmed; a newer link is on its way',
      notGranted: 'The consent was confirmed, but not every permission is granted now',
    },
    progress: (done: number, total: number) => `${done} of ${s(total, 'step')} done`,
    expiredHint: 'You can create a new link at any time.',
    stillMissing: (names: string) => `Still missing: ${names}`,
    summary: (verified: number, total: number, failed: number, unfinished: number) =>
      [
        `${verified} of ${total} verified`,
        ...(unfinished > 0 ? [`${unfinished} not finished yet`] : []),
        ...(failed > 0 ? [`${failed} not granted`] : []),
      ].join(', '),
  },

  block: {
    title: (set: string) => `Block “${set}”?`,
    stops: 'This stops immediately',
    coupled: 'Also affected',
    stays: (n: number | undefined) =>
      `${n === undefined ? 'The permissions' : s(n, 'permission')} ${n === 1 ? 'stays' : 'stay'} granted in Entra. Grantkeeper can’t remove ${n === 1 ? 'it' : 'them'}. To do so, delete the enterprise application there.`,
    undo: (minutes: number) =>
      `You can undo for ${s(minutes, 'minute')}. Unblocking later can need a second person.`,
    staysTitle: 'What stays',
  },

  sync: {
    title: { running: 'Sync running', done: 'Sync finished', cancelled: 'Sync canceled' },
    allTenants: 'All tenants',
    tenant: (name: string, domain: string) => `${name} (${domain})`,
    progress: (done: number, total: number, failed: number) =>
      `${done.toLocaleString('en-US')} of ${total.toLocaleString('en-US')}${failed > 0 ? `, ${s(failed, 'error')}` : ''}`,
    result: (read: number, total: number) => {
      if (read === total && total === 1) return 'It was read.'
      if (read === total && total === 2) return 'Both were read.'
      const all = total.toLocaleString('en-US')
      return read === total ? `All ${all} were read.` : `${read.toLocaleString('en-US')} of ${all} were read.`
    },
    tenantRead: 'The tenant was read.',
    changed: (n: number) => (n === 0 ? 'No status changed.' : `${s(n, 'status', 'statuses')} changed.`),
    notReached: (n: number) =>
      `${s(n, 'tenant')} ${n === 1 ? 'wasn’t' : 'weren’t'} reached and ${n === 1 ? 'keeps its' : 'keep their'} status.`,
    failure: (n: number, what: string) => `${n} × ${what}`,
    notRefreshed: (apps: string) =>
      `Not refreshed by a manual sync: ${apps}. They refresh only on their own schedule.`,
    started: (time: string, by: string) => `Started ${time}${by ? ` by ${by}` : ' on schedule'}`,
    failuresTitle: 'Couldn’t be read',
    keeps: (n: number) =>
      n === 1 ? 'Its last known state is kept.' : `${s(n, 'tenant')} keep their last known state.`,
    unknownReason: 'Unknown reason',
    unknownRemedy: 'Sync again. If the problem persists, ask the admin who runs Grantkeeper.',
    otherReasons: (n: number) => `and ${s(n, 'other reason')}`,
    took: (seconds: number) => (seconds < 90 ? `took ${seconds} s` : `took ${Math.round(seconds / 60)} min`),
  },

  add: {
    problem: (title: string, what: string) => `❌ **${title}** ${what}`,
    title: 'Add tenant',
    text: 'Type a verified domain or the tenant ID. You get a consent link for the read-only directory connection.',
    label: 'Domain or tenant ID',
    hint: 'contoso.com',
    missing: 'Type a domain or a tenant ID.',
  },

  remove: {
    title: (tenant: string) => `Remove ${tenant}?`,
    stays: 'Stays in Entra, with its permissions',
    stay: (set: string, n: number) => `${set}: ${s(n, 'permission')}`,
    reader: 'Grantkeeper’s directory connection (read only)',
    nothing: 'No known grants.',
    how: 'To remove these, an admin of the tenant must delete the enterprise applications in Entra, the directory connection last. Grantkeeper keeps reading only these until they’re gone; a card in your own chat shows it.',
    links: (n: number) => `${s(n, 'open consent link')} ${n === 1 ? 'ends' : 'end'}.`,
    effects: 'Its apps can no longer use its Entra data. The history is kept.',
    blocks: (sets: readonly string[]) =>
      `The block of ${sets.map((set) => `“${set}”`).join(', ')} stays in force, also if the tenant is added again.`,
  },

  doctor: {
    title: 'Doctor',
    intro: 'Paste an error from Microsoft: a code, a message, or the full address of a page.',
    label: 'Error code, text, or address',
    hint: 'AADSTS65004',
    missing: 'Paste an error first.',
    cause: 'Cause',
    remedy: 'What to do',
    who: 'Who can do it',
    others: 'Also in this text',
    shapes: {
      invalid_client: 'What is certain: the sign-in service didn’t accept the app or its credential.',
      unauthorized_client: 'What is certain: the app may not do this in this tenant.',
      invalid_grant: 'What is certain: what was presented for the sign-in wasn’t accepted.',
      invalid_request: 'What is certain: the request itself was wrong.',
      invalid_scope: 'What is certain: the requested scope was wrong.',
      invalid_resource: 'What is certain: the requested API wasn’t accepted.',
      access_denied: 'What is certain: the person or a policy refused.',
      consent_required: 'What is certain: a consent is missing.',
      interaction_required: 'What is certain: the person must do something more to sign in.',
      login_required: 'What is certain: the person must sign in.',
      server_error: 'What is certain: the problem is at Microsoft.',
      temporarily_unavailable: 'What is certain: the problem is at Microsoft and temporary.',
    },
    tenant: 'Tenant',
    about: (text: string) => `For: ${text}`,
    code: (code: string) => `Code ${code}`,
    policy: (id: string) => `Policy ID ${id}`,
    field: (name: string) => `missing or changed field: ${name}`,
    trace: (id: string) => `Trace ID ${id}`,
    correlation: (id: string) => `Correlation ID ${id}`,
    unknownTitle: 'Not recognized',
    unknown:
      'This text contains no known code or message. Use an AADSTS number, a Graph code, or a redirect address.',
    vagueTitle: 'This alone doesn’t name the cause',
    vague: 'Paste the whole message: its AADSTS number names the cause.',
    learnMore: 'Open at Microsoft',
    again: 'Check another',
  },

  catalog: {
    title: 'Catalog',
    subtitle: (suite: string, version: number, sets: number) =>
      `${suite} · version ${version} · ${s(sets, 'permission set')}`,
    line: (permissions: number, tierZero: number) =>
      `${s(permissions, 'permission')}${tierZero > 0 ? `, ${tierZero} in tier 0` : ''}`,
    settings: (names: string) => `Also needs: ${names}`,
    notConfigured: 'not configured: no client ID',
    empty: 'The catalog has no permission sets.',
  },

  set: {
    subtitle: (permissions: number, source: 'registration' | 'catalog') =>
      `${s(permissions, 'permission')} · list from the ${source === 'registration' ? 'app registration' : 'catalog'}`,
    clientId: (id: string) => `Client ID: ${id}`,
    notConfigured: 'No client ID is configured, so it can’t be granted yet.',
    tierZero: (n: number) => `${s(n, 'tier-0 permission')}: a path to Global Administrator.`,
    apps: 'Apps',
    limit: (n: number) => `in at most ${s(n, 'tenant')}`,
    noManualSync: 'not refreshed by a manual sync',
    group: (api: string, n: number) => `${api} · ${n}`,
    settings: 'Additional settings in Entra',
  },

  why: {
    title: (value: string) => `Why ${value}?`,
    also: (sets: string) => `Also required by: ${sets}`,
    subtitle: (sets: number) => `Required by ${s(sets, 'permission set')}`,
    for: (reason: string) => `Purpose: ${reason}`,
    apps: (apps: string) => `Apps: ${apps}`,
    readOnly: 'An admin grants permissions in Entra. Grantkeeper only reads what’s granted.',
  },

  history: {
    title: 'History',
    of: (what: string) => `of ${what}`,
    everything: 'all entries',
    empty: 'There are no entries yet.',
    noMatch: 'No entries match this filter.',
    /** The line that opens the filters. */
    filter: (area: string, who: string) => `Filter: ${area} · ${who}`,
    removed: 'removed',
    who: { anybody: 'Anyone', mine: 'Me', system: 'Grantkeeper' } satisfies Record<HistoryWho, string>,
    area: {
      all: 'Everything',
      grants: 'Grants',
      requests: 'Requests',
      alerts: 'Alerts',
      tenants: 'Tenants and syncs',
    } satisfies Record<HistoryArea, string>,
    system: 'Grantkeeper',
    icon: { done: '✓', refused: '⊘', failed: '❌' } satisfies Record<HistoryResult, string>,
    result: { done: '', refused: 'refused', failed: 'failed' } satisfies Record<HistoryResult, string>,
    approvedBy: (name: string, code: string) => `approved by ${name || 'another person'} (request ${code})`,
    tried: (what: string) => `tried to ${what}`,
    /** Verb of an audit entry: what was done, and what was attempted but refused. */
    actions: {
      'plan.make': ['asked what would happen', 'ask what would happen'],
      'plan.carryOut': ['carried out a plan', 'carry out a plan'],
      'plan.void': ['found a plan void'],
      'plan.request': ['opened the request form', 'request a plan'],
      'tenant.add': ['added the tenant', 'add a tenant'],
      'tenant.addForm': ['started to add a tenant', 'add a tenant'],
      'tenant.remove': ['removed the tenant', 'remove the tenant'],
      'tenant.confirmRemove': ['removed the tenant', 'remove the tenant'],
      'notice.form': ['began a notice', 'announce a list'],
      'notice.plan': ['planned a notice', 'announce a list'],
      'notice.announce': ['announced a coming list', 'announce a list'],
      'notice.acknowledge': ['acknowledged a notice', 'acknowledge a notice'],
      'notice.withdraw': ['withdrew a notice', 'withdraw a notice'],
      'notice.end': ['compared a notice with the real list'],
      'leaving.start': ['began to follow what is left in Entra'],
      'leaving.gone': ['saw an enterprise application gone'],
      'leaving.end': ['stopped following what is left in Entra'],
      'leaving.check': ['checked again what is left in Entra', 'check what a tenant has left'],
      'leaving.stop': ['stopped following what is left in Entra', 'stop following what a tenant has left'],
      'leaving.follow': ['began to follow what is left in Entra', 'follow what a set has left'],
      'tenant.state': ['detected a change of the directory connection'],
      'grant.found': ['read sets for the first time'],
      'grant.plan': ['planned a grant', 'plan a grant'],
      'waiting.plan': ['planned a grant', 'plan a grant'],
      'grant.start': ['requested consent', 'request consent'],
      'grant.status': ['detected a status change'],
      'grant.block': ['blocked', 'block'],
      'grant.confirmBlock': ['blocked', 'block'],
      'grant.checkPlan': ['checked a plan again', 'check a plan again'],
      'move.plan': ['planned a move', 'plan a move'],
      'move.start': ['moved', 'move an app'],
      'block.confirmMany': ['blocked', 'block in several tenants'],
      'order.confirmMany': ['acted in several tenants', 'act in several tenants'],
      'request.make': ['requested', 'request'],
      'request.form': ['opened the request form', 'request'],
      'request.again': ['requested again', 'request again'],
      'request.approve': ['approved', 'approve a request'],
      'request.deny': ['denied', 'deny a request'],
      'request.withdraw': ['withdrew the request', 'withdraw a request'],
      'request.lapse': ['closed the expired request', 'close an expired request'],
      'request.void': ['closed the request as no longer valid', 'close a request as no longer valid'],
      'request.remind': ['reminded the approvers', 'remind the approvers'],
      'request.handOver': ['handed the request over', 'hand a request over'],
      'request.handOverForm': ['opened the handover form', 'hand a request over'],
      'request.listen': ['turned requests on here', 'turn requests on'],
      'request.silence': ['turned requests off here', 'turn requests off'],
      'grant.open': ['opened for a time', 'open for a time'],
      'grant.openForm': ['opened the request form', 'open for a time'],
      'grant.close': ['closed at the end of the time'],
      'grant.undoBlock': ['undid the block', 'undo the block'],
      'grant.unblock': ['unblocked', 'unblock'],
      'grant.confirmUnblock': ['unblocked', 'unblock'],
      'grant.reset': ['reset', 'reset'],
      'setting.confirm': ['confirmed a setting by hand', 'confirm a setting'],
      'setting.withdraw': ['withdrew the confirmation of a setting', 'withdraw a confirmation'],
      'grant.accept': ['accepted permissions', 'accept permissions'],
      'grant.confirmAccept': ['accepted permissions', 'accept permissions'],
      'baseline.show': ['opened the baseline', 'open the baseline'],
      'baseline.confirm': ['confirmed the baseline', 'confirm the baseline'],
      'consent.cancel': ['canceled the consent link', 'cancel the consent link'],
      'consent.cancelled': ['ended the consent link'],
      'consent.open': ['noted that the consent link was opened'],
      'consent.return': ['received a response from Microsoft'],
      'consent.verified': ['verified the consent'],
      'consent.refused': ['noted that consent was refused'],
      'consent.expired': ['closed the expired consent link'],
      'consent.notConfirmed': ['could not confirm the consent'],
      'history.planExport': ['reviewed an export', 'export the history'],
      'pack.make': ['made a link to a reviewer’s pack', 'make a reviewer’s pack'],
      'pack.download': ['opened a reviewer’s pack'],
      'history.export': ['created a link to an export of the history', 'export the history'],
      'history.download': ['downloaded an export of the history'],
      'audit.key': ['began to seal the history with a key'],
      'audit.broken': ['found that the history was changed from outside'],
      'audit.prune': ['removed entries past the retention period'],
      'settings.show': ['opened the settings', 'open the settings'],
      'message.sendAgain': ['sent a card again', 'send a card again'],
      'message.discard': ['discarded a card', 'discard a card'],
      'preflight.run': ['checked the configuration', 'check the configuration'],
      'webhook.sendAgain': ['sent events to a webhook again', 'send events to a webhook again'],
      'webhook.discard': ['discarded events of a webhook', 'discard events of a webhook'],
      'webhook.test': ['sent a test event to a webhook', 'send a test event to a webhook'],
      'sync.tenant': ['synced', 'sync'],
      'grant.check': ['checked again', 'check again'],
      'sync.all': ['synced all tenants', 'sync all tenants'],
      'sync.cancel': ['canceled a sync', 'cancel a sync'],
      'campaign.open': ['started a campaign for new permissions'],
      'campaign.end': ['ended the campaign'],
      'campaign.remind': ['sent reminders', 'send reminders'],
      'owner.set': ['named the owner', 'name the owner'],
      'owner.show': ['opened the owner', 'open the owner'],
      'mine.show': ['opened what waits for them', 'open what waits for them'],
      'alert.passOn': ['passed an alert on to the deputy'],
      'alert.fallBack': ['told the approvers in the place of the owner'],
      'requirement.change': ['detected a change in the required permissions'],
      'sync.resume': ['resumed the sync', 'resume the sync'],
      'alert.open': ['opened an alert'],
      'alert.reopen': ['reopened an alert'],
      'alert.update': ['updated an alert'],
      'alert.resolve': ['closed an alert'],
      'alert.acknowledge': ['acknowledged an alert', 'acknowledge an alert'],
      'alert.acknowledgeAll': ['acknowledged alerts', 'acknowledge alerts'],
      'alert.snooze': ['snoozed an alert', 'snooze an alert'],
      'alert.reference': ['set the reference of an alert', 'set the reference of an alert'],
      'alert.accept': ['put an alert to sleep, because its finding was accepted'],
      'exception.form': ['opened the form of an exception', 'accept a finding'],
      'exception.accept': ['accepted a finding', 'accept a finding'],
      'exception.request': ['requested an exception', 'request an exception'],
      'exception.withdraw': ['withdrew an exception', 'withdraw an exception'],
      'exception.end': ['ended an exception'],
      'exception.remind': ['reminded the owner of an exception'],
      'alerts.subscribe': ['turned alerts on', 'turn alerts on'],
      'alerts.unsubscribe': ['turned alerts off', 'turn alerts off'],
      'alerts.quiet': ['changed quiet hours', 'change quiet hours'],
    } as Readonly<Record<string, readonly [did: string, tries?: string]>>,
    change: (from: string, to: string) => `${from} → ${to}`,
    older: 'older entries',
    reason: (reason: string) => `Reason: ${reason}`,
    reasons: {
      CHANNEL_DELETED: 'The channel was deleted in Teams',
      EXCEPTION_OVER: 'What was accepted has ended or changed',
      EXCEPTION_EXPIRED: 'Its time was over',
      EXCEPTION_WITHDRAWN: 'It was withdrawn',
      EXCEPTION_RENEWED: 'It was renewed',
      EXCEPTION_WOKEN: 'The facts have changed',
      EXCEPTION_RECOVERED: 'What was accepted is gone',
      EXCEPTION_REMOVED: 'The tenant was removed',
    } as Readonly<Record<string, string>>,
  },

  settings: {
    title: 'Settings',
    subtitle: (suite: string, version: string) => `Grantkeeper ${version} for ${suite}`,
    demo: 'Demo: the directory is emulated.',
    problems: 'Needs attention',
    noProblems: 'No problems found.',
    troubles: (n: number) => `${s(n, 'item needs', 'items need')} attention.`,
    facts: {
      catalog: 'Catalog',
      tenants: 'Tenants',
      sync: 'Sync',
      retention: 'History',
      seal: 'Seal of the history',
      anchor: 'Anchor of the history',
      address: 'Address',
      roles: 'Roles',
    },
    catalog: (version: number, sets: number, permissions: number, source: string) =>
      `version ${version}, ${s(sets, 'set')}, ${s(permissions, 'permission')}, from ${source}`,
    sync: (hours: string, next: string) => `every ${hours}${next ? `, next ${next}` : ''}`,
    retention: (days: number) => `entries are kept for ${s(days, 'day')}`,
    seal: (keyId: string) => `key ${keyId}`,
    unsealed: 'none: without AUDIT_KEY, whoever can write to the database can rewrite the history',
    /** `audit:verify` understands it. */
    anchor: (id: number, hash: string, seal?: { at: string; keyId: string; mac: string }) =>
      `entry ${id}, hash ${hash}${seal ? `, ${seal.at}, key ${seal.keyId}, MAC ${seal.mac}` : ''}`,
    accessEnding: (n: number, at: string) =>
      `Apps are about to lose access: ${s(n, 'tenant')} can’t be read, and the first of them loses it ${at}. Their status says why they can’t be read.`,
    accessEnded: (n: number, at: string) =>
      `Apps have lost access: ${s(n, 'tenant')} can’t be read, and the first of them lost it ${at}. Their status says why they can’t be read.`,
    broken: (id: number) =>
      `The history was changed from outside: entry ${id} notes it. Run audit:verify with the anchors that you kept.`,
    unsent: {
      file: 'The last anchor of the history couldn’t be written to AUDIT_ANCHOR_FILE. The log says why.',
      url: 'The last anchor of the history couldn’t be sent to AUDIT_ANCHOR_URL. The log says why.',
    },
    hours: (n: number) => s(n, 'hour'),
    minutes: (n: number) => s(n, 'minute'),
    seconds: (n: number) => s(n, 'second'),
    people: (n: number) => s(n, 'person', 'people'),
    group: (name: string, what: string) => `${name} (${what})`,
    membersUnread: 'members can’t be read',
    onlyTenants: (n: number) => `only ${s(n, 'tenant')}`,
    hasNoApprover:
      'There’s no approver: every group that gives the role is empty. Add a person to one of them.',
    groupMissing: (name: string) =>
      `The group ${name} doesn’t exist in the home tenant, so it gives no roles. Fix the configuration.`,
    accountsUnread: (why: string) =>
      `The accounts of people can’t be read right now${why ? `: ${why}` : ''}. Until they can, nobody can grant or unblock. The reader app needs consent in the home tenant.`,
    groupUnread: (name: string, why: string) =>
      `The group ${name} can’t be read right now${why ? `: ${why}` : ''}. Until it can, roles through it don’t count.`,
    sets: (all: number, wrong: number) =>
      `App registrations · ${wrong === 0 ? s(all, 'set') : `${wrong} of ${all} ${wrong === 1 ? 'needs' : 'need'} attention`}`,
    notRead: 'not read yet',
    because: (what: string, why: string) => `${what}: ${why}`,
    source: { registration: 'list from the app registration', catalog: 'list from the catalog' },
    read: (age: string) => `read ${age}`,
    ready: 'ready for consent',
    credential: (day: string) => `its credential expires on ${day}`,
    registration: {
      unreadable: 'the home tenant couldn’t be read',
      absent: 'not found in the home tenant',
      empty: 'requests no permissions',
      disabled: 'disabled by its owner',
      singleTenant: 'not multi-tenant: other tenants can’t consent',
      replyAddressMissing: 'our redirect URI is missing: consent would fail',
      permissionsMissing: 'doesn’t request every permission of the catalog',
      outdated: 'couldn’t be read for so long that its list may be wrong by now',
      notPublished: 'requests a permission that its API doesn’t publish: nobody can consent to it',
      tierZeroUnexplained: 'requests tier-0 permissions that the catalog doesn’t explain',
      readerExceeds: 'requests more than the documented rights of the reader',
    } satisfies Record<RegistrationProblem, string>,
  },

  whoami: {
    title: 'You',
    name: 'Name',
    objectId: 'Object ID',
    tenantId: 'Tenant ID',
    roles: 'Roles',
    none: 'none',
    byName: 'named in the configuration',
    byGroup: (group: string) => `through the group ${group}`,
    only: (tenants: string) => `only in ${tenants}`,
    everywhere: 'in every tenant',
    unread: (role: string, group: string) =>
      `The role ${role} through the group ${group} couldn’t be checked. Try again in a minute.`,
    refused: {
      guest: 'You’re a guest in the home tenant. Guests can’t have a role here.',
      disabled: 'Your account is disabled in the home tenant, so you have no role here.',
      missing: 'Your account wasn’t found in the home tenant, so you have no role here.',
    },
    checked: (time: string) =>
      `Checked ${time}. Kept for at most five minutes, and checked again before every action.`,
  },

  help: {
    title: 'What I can do',
    about: (suite: string) =>
      `See, grant, understand, and block the permission sets of ${suite} in your Microsoft Entra tenants.`,
    inChannel: 'In a channel, mention me first.',
    choose: 'Select a line, or type it with any name.',
    chooseInChannel: 'Select a line, or mention me and type it.',
    tasks: {
      see: 'See',
      grant: 'Grant',
      block: 'Block',
      alerts: 'Alerts',
      requests: 'Requests',
      ask: 'Ask',
    },
    allTitle: 'All commands',
    names:
      'Upper and lower case don’t matter. You can shorten names, or use a domain or an ID. Put names with spaces in quotation marks.',
  },

  welcome: {
    title: 'Hello, I’m Grantkeeper',
    text: (suite: string) =>
      `I show what your tenants grant to the apps of ${suite}, and lead the right admin to the fix. I only read; I can’t grant anything myself.`,
    needAction: (n: number, all: number) =>
      all === 1
        ? 'Your tenant needs attention'
        : `${n} of ${all} tenants ${n === 1 ? 'needs' : 'need'} attention`,
    worstFirst: 'Worst first, each with its next step.',
    fine: (all: number) =>
      all === 1 ? 'Your tenant needs nothing' : `None of your ${all} tenants needs attention`,
    none: 'No tenant yet',
    add: 'Add your first one: its domain is enough.',
    askToAdd: 'An approver can add the first one.',
    showThem: (n: number) => (n === 1 ? 'Show the tenant' : `Show the ${n} tenants`),
    terms: [
      '**Permission set**: what an app, or a group of apps, may do in a tenant. It’s granted as a whole, by an admin of that tenant.',
      '**Tier 0**: a permission that can lead to Global Administrator or to full control of a whole service. A second person must agree.',
    ],
    addedBy: (name: string) => `Added by ${name}.`,
  },

  notAllowed: {
    noRole: 'You don’t have a role yet',
    ask: (names: string) => `Ask ${names || 'the admin who runs Grantkeeper'}.`,
    objectId: (id: string) => `They need your object ID: ${id}`,
  },

  working: {
    title: 'Working on it…',
    text: 'This takes a moment. The answer replaces this card.',
    verbs: {
      'tenant.add': 'Looking up the tenant…',
      'grant.start': 'Creating the consent link…',
      'sync.tenant': 'Reading the tenant…',
      'grant.check': 'Reading the tenant…',
      'sync.all': 'Starting the sync…',
      'preflight.run': 'Trying the configuration…',
    },
  },
  answeredPrivately: (name: string) => `${name ? `${name}, the` : 'The'} answer is in your chat with me.`,
  linkSentPrivately: {
    title: (name: string) => `${name ? `${name}, the` : 'The'} consent link is in your chat with me.`,
    text: 'A link is for one person and works once, so it isn’t shown to everyone here.',
  },
} as const
