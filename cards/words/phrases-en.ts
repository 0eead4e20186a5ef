import type {
  HistoryArea,
  HistoryResult,
  HistoryWho,
  LinkKind,
  LinkPhase,
  PermissionState,
  PermissionType,
  RegistrationProblem,
  SettingState,
  TenantState,
  Tier,
} from './codes.ts'

const s = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`

/** Texts passed in are escaped already. */
export const phrasesEn = {
  checked: (age: string) => `checked ${age}`,
  neverChecked: 'never checked',
  ask: (who: string) => `Ask: ${who}`,
  mustAct: (who: string) => `Who: ${who}`,
  until: (time: string) => `until ${time}`,
  byAt: (by: string, time: string) => [by && `by ${by}`, time && `at ${time}`].filter(Boolean).join(' '),
  lastKnown: (status: string) => `last known: ${status}`,
  more: (n: number) => `and ${s(n, 'more', 'more')}`,
  none: '–',
  forExample: 'For example:',
  page: (page: number, pages: number) => `Page ${page} of ${pages}`,
  openInEntra: 'Open in Entra',
  openTenant: 'Open tenant',
  permissions: (n: number) => s(n, 'permission'),
  tenants: (n: number) => s(n, 'tenant'),
  tier: {
    0: 'tier 0, a path to Global Administrator',
    1: 'tier 1, sensitive',
    2: 'tier 2, low risk',
  } satisfies Record<Tier, string>,
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
      `${s(all, 'tenant')} · ${needAction === 0 ? 'none needs you' : `${needAction} ${needAction === 1 ? 'needs' : 'need'} you`}`,
    empty:
      'No tenant yet. Add the first one: its admin accepts a read-only connection, then its permission sets show here.',
    damaged: {
      state: 'Cannot be read',
      detail: 'What is stored of it is damaged. Whoever runs the bot must restore a backup.',
    },
    emptyFilter: 'No tenant fits this filter.',
    emptySearch: (search: string) => `No tenant fits “${search}”.`,
    searchLabel: 'Search',
    searchHint: 'Name, domain or id',
    filter: (title: string, n: number, on: boolean) =>
      `${on ? '● ' : ''}${title} ${n.toLocaleString('en-US')}`,
    range: (from: number, to: number, total: number) => `${from}–${to} of ${total.toLocaleString('en-US')}`,
    allGranted: (n: number) => `${n} of ${n} granted`,
    connecting: 'Waiting for the directory connection',
  },

  tenant: {
    granted: (granted: number, required: number) => `${granted} of ${required} permissions`,
    connectingTitle: 'Waiting for the directory connection',
    connectingText: 'Nothing can be read here until an admin of this tenant accepts it. It is read-only.',
    lostTitle: 'The directory connection is lost',
    lostText: 'What stands below is the last known state. Connect again to read this tenant.',
    noSets: 'The catalog has no permission sets.',
    undoUntil: (time: string) => `Undo until ${time}`,
  },

  details: {
    in: (tenant: string) => `in ${tenant}`,
    since: (time: string) => `since ${time}`,
    apps: (apps: string) => `Apps: ${apps}`,
    clientId: (id: string) => `Client id: ${id}`,
    group: (api: string, granted: number, all: number) => `${api} · ${granted} of ${all} granted`,
    groupNotRead: (api: string, all: number) => `${api} · ${all} required`,
    settings: 'Additional settings',
    showReasons: 'Show reasons',
    state: {
      granted: { icon: '✅', words: '' },
      missing: { icon: '❌', words: 'missing' },
      new: { icon: '⚠️', words: 'new, not granted yet' },
      notRead: { icon: '❔', words: 'not read' },
    } satisfies Record<PermissionState, { icon: string; words: string }>,
    setting: {
      ok: { icon: '✅', words: '' },
      missing: { icon: 'ℹ️', words: 'missing' },
      notRead: { icon: '❔', words: 'could not be checked' },
    } satisfies Record<SettingState, { icon: string; words: string }>,
  },

  plan: {
    title: (kind: 'grant' | 'update', set: string) => `${kind === 'grant' ? 'Grant' : 'Update'} “${set}”`,
    in: (tenants: string) => `in ${tenants}`,
    apps: (apps: string) => `For ${apps}`,
    adds: (n: number) => (n === 0 ? 'Adds no permission.' : `Adds ${s(n, 'permission')}.`),
    keeps: (n: number) => (n === 0 ? 'Removes none.' : `Keeps ${n}. Removes none.`),
    tierZero: (n: number) =>
      `${s(n, 'permission')} of tier 0: whoever holds ${n === 1 ? 'it' : 'them'} can become Global Administrator.`,
    others: (api: string, values: string) => `${api}: ${values}`,
    signer: (role: string) => `Signer needs at least: **${role}**`,
    eachTenant: 'each tenant',
    connectionFirst:
      'Two links: first the admin accepts our read-only directory connection, then the permission set.',
    settings: (names: string) => `To do afterwards in Entra: ${names}`,
    tenantAdds: (n: number, keeps: number) => `adds ${n}, keeps ${keeps}`,
    tenantConnection: 'connection first',
    everyPermission: 'Every permission',
    nobodyCanStart: 'Nothing can start here.',
    next: 'You get a link to Microsoft’s consent page. Nothing is granted before an admin accepts there.',
  },

  consent: {
    titleConnection: 'Connect the directory',
    open: 'Open consent page',
    in: (title: string, tenant: string) => `${title} in ${tenant}`,
    code: (code: string) => `Code **${code}**`,
    codeHint: 'The page behind the link shows the same code.',
    requested: (by: string, time: string) => `asked by ${by}, ${time}`,
    steps: {
      sent: 'Link made',
      opened: 'Opened',
      returned: 'Consented',
      spreading: 'Spreading',
      verified: 'Verified',
    },
    answered: 'Microsoft answered',
    waiting: 'waiting',
    spreading: (reads: number, most: number) =>
      `Spreading in Entra: read ${s(reads, 'time')}, at most ${Math.max(most, reads)}`,
    linkOf: { connection: 'directory connection', set: 'permission set' } satisfies Record<LinkKind, string>,
    stepOf: (step: number, steps: number, what: string) => `${step} of ${steps}: ${what}`,
    signIn: (role: string) => `Leads to Microsoft. Sign in there at least as ${role}.`,
    signInThere: 'Each link leads to Microsoft, for an admin of that tenant.',
    worksOnce: (time: string) => `Works once, until ${time}. You may forward it to the admin.`,
    workOnce: (time: string) => `Each works once, until ${time}. You may forward them to the admins.`,
    withPerson: (name: string) => `The link is in the chat of ${name} with me.`,
    closedHint: 'If the page was closed without an answer: Cancel, then grant again.',
    /** Icon and a few words, for a row among others. */
    state: {
      held: { icon: '○', words: 'waits for the connection' },
      sent: { icon: '⏳', words: 'link made, not opened yet' },
      opened: { icon: '⏳', words: 'opened, no answer yet' },
      returned: { icon: '⏳', words: 'answered, now reading' },
      spreading: { icon: '⏳', words: 'consented, spreading' },
      verified: { icon: '✅', words: 'verified' },
      refused: { icon: '❌', words: 'not granted' },
      notConfirmed: { icon: '❌', words: 'not confirmed' },
      expired: { icon: '❌', words: 'link expired' },
      cancelled: { icon: '⊘', words: 'cancelled' },
    } satisfies Record<LinkPhase, { icon: string; words: string }>,
    /** How it stands after the last link, by what was asked for. */
    reached: {
      connection: 'Connected: the tenant can be read',
      set: 'Granted: read in the tenant itself',
    } satisfies Record<LinkKind, string>,
    /** One sentence on how it stands. */
    now: {
      held: 'Waits for the directory connection',
      sent: 'An admin has to open the link',
      opened: 'Opened; waiting for the answer on Microsoft’s page',
      returned: 'Microsoft answered; reading the tenant now',
      spreading: 'Consented; waiting until Entra shows it',
      verified: 'Verified in the tenant itself',
      refused: 'The consent did not succeed',
      notConfirmed: 'Consent was reported, but never became visible in the tenant',
      expired: 'Nobody accepted in time',
      cancelled: 'Cancelled; the link no longer works',
    } satisfies Record<LinkPhase, string>,
    expiredHint: 'A new link can be made at any moment.',
    stillMissing: (names: string) => `Still missing: ${names}`,
    summary: (verified: number, total: number, failed: number) =>
      `${verified} of ${total} verified${failed > 0 ? `, ${failed} not granted` : ''}`,
  },

  block: {
    title: (set: string) => `Block “${set}”?`,
    stops: 'This stops at once',
    coupled: 'Falls with it',
    stays: (n: number | undefined) =>
      `${n === undefined ? 'The permissions' : s(n, 'permission')} ${n === 1 ? 'stays' : 'stay'} granted in Entra: Grantkeeper cannot take ${n === 1 ? 'it' : 'them'} away. To do so, delete the enterprise application there.`,
    undo: 'Undo is possible for 10 minutes, Unblock at any time.',
    staysTitle: 'What stays',
  },

  sync: {
    title: { running: 'Sync running', done: 'Sync finished', cancelled: 'Sync cancelled' },
    allTenants: 'All tenants',
    tenant: (name: string, domain: string) => `${name} (${domain})`,
    progress: (done: number, total: number, failed: number) =>
      `${done.toLocaleString('en-US')} of ${total.toLocaleString('en-US')}${failed > 0 ? `, ${s(failed, 'error')}` : ''}`,
    result: (read: number, total: number) =>
      read === total
        ? `All ${total === 1 ? 'was' : `${total.toLocaleString('en-US')} were`} read.`
        : `${read.toLocaleString('en-US')} of ${total.toLocaleString('en-US')} were read.`,
    tenantRead: 'The tenant was read.',
    changed: (n: number) => (n === 0 ? 'No status changed.' : `${s(n, 'status', 'statuses')} changed.`),
    notReached: (n: number) =>
      `${s(n, 'tenant')} ${n === 1 ? 'was' : 'were'} not reached and ${n === 1 ? 'keeps its' : 'keep their'} state.`,
    failure: (n: number, what: string) => `${n} × ${what}`,
    notRefreshed: (apps: string) =>
      `Not refreshed by a manual sync: ${apps}. They refresh by their own schedule only.`,
    started: (time: string, by: string) => `Started ${time}${by ? ` by ${by}` : ' by schedule'}`,
    failuresTitle: 'Could not be read',
    keeps: (n: number) =>
      n === 1 ? 'Its last known state is kept.' : `${s(n, 'tenant')} keep their last known state.`,
    unknownReason: 'Unknown reason',
    unknownRemedy: 'Sync again; if it stays, ask the operator.',
    otherReasons: (n: number) => `and ${s(n, 'other reason')}`,
    took: (seconds: number) => (seconds < 90 ? `took ${seconds} s` : `took ${Math.round(seconds / 60)} min`),
  },

  add: {
    problem: (title: string, what: string) => `❌ **${title}** ${what}`,
    title: 'Add tenant',
    text: 'Type a verified domain or the tenant id. You get a consent link for our read-only directory connection.',
    label: 'Domain or tenant id',
    hint: 'contoso.com',
    missing: 'Type a domain or a tenant id.',
  },

  remove: {
    title: (tenant: string) => `Remove ${tenant}?`,
    stays: 'Stays in Entra, with its permissions',
    stay: (set: string, n: number) => `${set}: ${s(n, 'permission')}`,
    reader: 'Grantkeeper’s directory connection (read only)',
    nothing: 'Nothing known is granted there.',
    how: 'To take these away, an admin of the tenant deletes the enterprise applications in Entra.',
    links: (n: number) => `${s(n, 'open consent link')} ${n === 1 ? 'ends' : 'end'}.`,
    effects: 'Its apps may no longer use its Entra data. The history is kept.',
  },

  doctor: {
    title: 'Doctor',
    intro: 'Paste an error of Microsoft: a code, a message, or the whole address of a page.',
    label: 'Error code, text or address',
    hint: 'AADSTS65004',
    missing: 'Paste something first.',
    cause: 'Cause',
    remedy: 'What to do',
    who: 'Who can',
    tenant: 'Tenant',
    about: (text: string) => `For: ${text}`,
    code: (code: string) => `Code ${code}`,
    trace: (id: string) => `Trace id ${id}`,
    correlation: (id: string) => `Correlation id ${id}`,
    unknownTitle: 'Not recognised',
    unknown:
      'No known code or sentence is in this text. AADSTS numbers, Graph codes and redirect addresses are understood.',
    learnMore: 'Open at Microsoft',
    again: 'Another',
  },

  catalog: {
    title: 'Catalog',
    subtitle: (suite: string, version: number, sets: number) =>
      `${suite} · version ${version} · ${s(sets, 'permission set')}`,
    line: (permissions: number, tierZero: number) =>
      `${s(permissions, 'permission')}${tierZero > 0 ? `, ${tierZero} of tier 0` : ''}`,
    settings: (names: string) => `Also needs: ${names}`,
    notConfigured: 'not configured: no client id',
    empty: 'The catalog has no permission sets.',
  },

  set: {
    subtitle: (permissions: number, source: 'registration' | 'catalog') =>
      `${s(permissions, 'permission')} · list from the ${source === 'registration' ? 'app registration' : 'catalog'}`,
    clientId: (id: string) => `Client id: ${id}`,
    notConfigured: 'No client id is configured; it cannot be granted yet.',
    tierZero: (n: number) =>
      `${s(n, 'permission')} of tier 0: whoever holds ${n === 1 ? 'it' : 'them'} can become Global Administrator.`,
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
    for: (reason: string) => `What for: ${reason}`,
    apps: (apps: string) => `Apps: ${apps}`,
    readOnly: 'Granting is an admin’s decision in Entra. Grantkeeper only reads what is granted.',
  },

  history: {
    title: 'History',
    of: (what: string) => `of ${what}`,
    everything: 'of everything',
    empty: 'Nothing has happened yet.',
    noMatch: 'Nothing of this kind has happened yet.',
    choose: { who: 'Who', area: 'What' },
    who: { anybody: 'Anybody', mine: 'Me', system: 'Grantkeeper' } satisfies Record<HistoryWho, string>,
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
    approvedBy: (name: string, code: string) => `approved by ${name || 'somebody'} (request ${code})`,
    tried: (what: string) => `tried to ${what}`,
    /** Verb of an audit entry: what was done, and what somebody tried who was refused. */
    actions: {
      'tenant.add': ['added the tenant', 'add a tenant'],
      'tenant.addForm': ['began to add a tenant', 'add a tenant'],
      'tenant.remove': ['removed the tenant', 'remove the tenant'],
      'tenant.confirmRemove': ['removed the tenant', 'remove the tenant'],
      'tenant.state': ['saw the directory connection change'],
      'grant.found': ['read sets for the first time'],
      'grant.plan': ['planned a grant', 'plan a grant'],
      'grant.start': ['asked for consent', 'ask for consent'],
      'grant.status': ['saw the status change'],
      'grant.block': ['blocked', 'block'],
      'grant.confirmBlock': ['blocked', 'block'],
      'request.make': ['requested', 'request'],
      'request.form': ['asked how to request', 'request'],
      'request.again': ['asked again', 'ask again'],
      'request.approve': ['approved', 'approve a request'],
      'request.deny': ['denied', 'deny a request'],
      'request.withdraw': ['withdrew the request', 'withdraw a request'],
      'request.lapse': ['let the request lapse', 'let a request lapse'],
      'request.void': ['voided the request', 'void a request'],
      'request.remind': ['reminded the approvers', 'remind the approvers'],
      'request.handOver': ['handed the request over', 'hand a request over'],
      'request.handOverForm': ['asked whom to hand over to', 'hand a request over'],
      'request.listen': ['turned requests on here', 'turn requests on'],
      'request.silence': ['turned requests off here', 'turn requests off'],
      'grant.undoBlock': ['undid the block', 'undo the block'],
      'grant.unblock': ['unblocked', 'unblock'],
      'grant.reset': ['reset', 'reset'],
      'consent.cancel': ['cancelled the consent link', 'cancel the consent link'],
      'consent.cancelled': ['ended the consent link'],
      'consent.open': ['saw the consent link opened'],
      'consent.return': ['saw the consent page answer'],
      'consent.verified': ['verified the consent'],
      'consent.refused': ['saw the consent refused'],
      'consent.expired': ['saw the consent link expire'],
      'consent.notConfirmed': ['could not confirm the consent'],
      'history.planExport': ['looked at an export', 'export the history'],
      'history.export': ['made a link to an export of the history', 'export the history'],
      'history.download': ['downloaded an export of the history'],
      'audit.prune': ['removed entries that were too old'],
      'settings.show': ['opened the settings', 'open the settings'],
      'message.sendAgain': ['sent a card again', 'send a card again'],
      'message.discard': ['discarded a card', 'discard a card'],
      'sync.tenant': ['synced', 'sync'],
      'sync.all': ['synced all tenants', 'sync all tenants'],
      'sync.cancel': ['cancelled a sync', 'cancel a sync'],
      'campaign.open': ['began to ask for new permissions'],
      'campaign.end': ['ended the campaign'],
      'campaign.remind': ['reminded who is waited for', 'remind who is waited for'],
      'requirement.change': ['saw the required permissions change'],
      'sync.resume': ['let the sync go on', 'let the sync go on'],
      'alert.open': ['opened an alert'],
      'alert.reopen': ['opened an alert again'],
      'alert.update': ['brought an alert up to date'],
      'alert.resolve': ['closed an alert'],
      'alert.acknowledge': ['acknowledged an alert', 'acknowledge an alert'],
      'alert.acknowledgeAll': ['acknowledged alerts', 'acknowledge alerts'],
      'alert.snooze': ['snoozed an alert', 'snooze an alert'],
      'alerts.subscribe': ['turned alerts on', 'turn alerts on'],
      'alerts.unsubscribe': ['turned alerts off', 'turn alerts off'],
      'alerts.quiet': ['changed quiet hours', 'change quiet hours'],
    } as Readonly<Record<string, readonly [did: string, tries?: string]>>,
    change: (from: string, to: string) => `${from} → ${to}`,
    older: 'older entries',
    reason: (reason: string) => `Reason: ${reason}`,
  },

  settings: {
    title: 'Settings',
    subtitle: (suite: string, version: string) => `Grantkeeper ${version} for ${suite}`,
    demo: 'Demo world: the directory is emulated.',
    problems: 'Needs the operator',
    noProblems: 'No problems found.',
    troubles: (n: number) => `${s(n, 'thing needs', 'things need')} attention.`,
    facts: {
      catalog: 'Catalog',
      tenants: 'Tenants',
      sync: 'Sync',
      retention: 'History',
      address: 'Address',
      roles: 'Roles',
    },
    catalog: (version: number, sets: number, permissions: number, source: string) =>
      `version ${version}, ${s(sets, 'set')}, ${s(permissions, 'permission')}, from ${source}`,
    sync: (hours: string, next: string) => `every ${hours}${next ? `, next ${next}` : ''}`,
    retention: (days: number) => `entries are kept for ${s(days, 'day')}`,
    hours: (n: number) => s(n, 'hour'),
    minutes: (n: number) => s(n, 'minute'),
    seconds: (n: number) => s(n, 'second'),
    people: (n: number) => s(n, 'person', 'people'),
    group: (name: string, what: string) => `${name} (${what})`,
    membersUnread: 'members not readable',
    onlyTenants: (n: number) => `only ${s(n, 'tenant')}`,
    nobodyApproves:
      'Nobody can approve: every group that gives the role is empty. Add somebody to one of them.',
    groupMissing: (name: string) =>
      `The group ${name} does not exist in the home tenant. Its members have no role; mend the configuration.`,
    groupUnread: (name: string) =>
      `The group ${name} cannot be read just now. Roles through it are not given until it can.`,
    sets: (all: number, wrong: number) =>
      `App registrations · ${wrong === 0 ? s(all, 'set') : `${wrong} of ${all} ${wrong === 1 ? 'needs' : 'need'} attention`}`,
    notRead: 'not read yet',
    unusable: (why: string) => `could not be used: ${why}`,
    source: { registration: 'list from the app registration', catalog: 'list from the catalog' },
    read: (age: string) => `read ${age}`,
    ready: 'ready for consent',
    credential: (day: string) => `its credential ends on ${day}`,
    registration: {
      unreadable: 'the home tenant could not be read',
      absent: 'not found in the home tenant',
      empty: 'asks for no permission',
      disabled: 'disabled by its owner',
      singleTenant: 'not multi-tenant: nobody else can consent',
      replyAddressMissing: 'our reply address is missing: consent would fail',
      permissionsMissing: 'does not ask for every permission of the catalog',
    } satisfies Record<RegistrationProblem, string>,
  },

  whoami: {
    title: 'You',
    name: 'Name',
    noRole: 'You have no role here yet. Ask an approver to add your object id.',
    objectId: 'Object id',
    tenantId: 'Tenant id',
    roles: 'Roles',
    none: 'none',
    byName: 'named in the configuration',
    byGroup: (group: string) => `through the group ${group}`,
    only: (tenants: string) => `only in ${tenants}`,
    everywhere: 'in every tenant',
    unread: (role: string, group: string) =>
      `Whether you are ${role} through the group ${group} could not be checked just now. Try again in a minute.`,
    refused: {
      guest: 'You are a guest in the home tenant. Guests have no role here.',
      disabled: 'Your account is disabled in the home tenant, so you have no role here.',
      missing: 'Your account was not found in the home tenant, so you have no role here.',
    },
    checked: (time: string) =>
      `Checked ${time}; kept for at most five minutes, and asked anew for every act.`,
  },

  help: {
    title: 'What I can do',
    subtitle: (suite: string) =>
      `Permission sets of ${suite} in your Microsoft Entra tenants: see, grant, understand, block.`,
    inChannel: 'In a channel, mention me first.',
    names: 'Names may be shortened, or be a domain or an id. Quote names with blanks if unclear.',
    groups: { viewer: 'See', operator: 'Act or request', approver: 'Decide', anyone: 'More' },
    notYours: (role: string) => `needs the role ${role}`,
  },

  welcome: {
    title: 'Hello, I am Grantkeeper',
    text: (suite: string) =>
      `I keep the permission sets of ${suite} in order: I show what each tenant granted, carry consent links to the right admin, and say honestly what I read.`,
    promise: 'I only read. I can grant nothing myself; admins do, on Microsoft’s own page.',
    addedBy: (name: string) => `Added by ${name}.`,
    tenants: (n: number) => (n === 0 ? 'Next: add your first tenant.' : `${s(n, 'tenant')} so far.`),
  },

  notAllowed: {
    ask: (names: string) => `Ask ${names}.`,
    whoami: 'whoami shows the ids they need.',
  },

  working: {
    title: 'Working on it…',
    text: 'This takes a moment. The answer replaces this card.',
    verbs: {
      'tenant.add': 'Looking the tenant up…',
      'grant.start': 'Making the consent link…',
      'sync.tenant': 'Reading the tenant…',
      'sync.all': 'Starting the sync…',
    },
  },
  answeredPrivately: (name: string) => `${name ? `${name}, the` : 'The'} answer is in your chat with me.`,
  linkSentPrivately: {
    title: (name: string) => `${name ? `${name}, the` : 'The'} consent link is in your chat with me.`,
    text: 'A link is made for one person and works once, so it is not shown to everybody here.',
  },
} as const
