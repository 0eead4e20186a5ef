/**
 * Every rule that says who may do what, with the one function that decides it. A rule is asked wherever an act could break
 * it, so a second way of asking is a bug even while both agree.
 */
export const deciders = {
  /** An app with a limit is open in its first tenants only. */
  oneTenant: 'bot/domain/grants/tenant-limit.ts#openTenants',
  /** Tier 0, an unknown list, more than ten tenants at once or in a while, or no approver: a second person. */
  secondPerson: 'bot/domain/people/second-person.ts#findApprovalRule',
  /** Nobody decides about their own request. */
  otherPerson: 'bot/domain/requests/decidable.ts#getDecidable',
  /** The role as it is now. */
  role: 'bot/domain/people/assert-may.ts#assertRole',
  /** The role in each of these tenants. */
  reach: 'bot/domain/people/assert-may.ts#assertMay',
  /** What gives access waits while the directory can't be asked. */
  account: 'bot/domain/people/assert-may.ts#assertAccountRead',
  /** The registration of the set lists exactly what was shown. */
  registration: 'bot/domain/consent/assert-registered.ts#assertRegistered',
  /** The registration of the reader lists no more than documented. */
  reader: 'bot/domain/consent/assert-registered.ts#assertReaderRegistered',
  /** A set whose list is unknown, or can't be consented to, is not granted. */
  requirement: 'bot/domain/consent/plan-grant.ts#registrationRefusal',
  /** Some apps are refreshed by the schedule only. */
  manualSync: 'bot/domain/sync/refreshed-apps.ts#refreshedBy',
} as const
export type ActRule = keyof typeof deciders

interface ActEntry {
  /** The domain function that has the effect. */
  does: string
  /** Every rule that it asks, and no other. */
  asks: readonly ActRule[]
  /** Why a rule that one would expect is not asked. */
  because?: string
}

const alone = ['secondPerson', 'role', 'reach', 'account'] as const
const shown = 'shows' as const

/** Buttons and commands by verb, jobs by queue, requests by method and path. */
export const acts: Readonly<Record<string, ActEntry | typeof shown>> = {
  'tenant.add': {
    does: 'connectTenant',
    asks: ['secondPerson', 'role', 'reader'],
    because:
      'its scope is compared with the tenant that was found; it gives no app anything; a tenant that comes back has its blocks, and the access API asks oneTenant',
  },
  'tenant.confirmRemove': { does: 'forgetTenant', asks: alone },
  'grant.start': { does: 'startGrant', asks: [...alone, 'oneTenant', 'registration', 'requirement'] },
  'grant.confirmBlock': { does: 'blockGrant', asks: alone },
  'grant.checkPlan': {
    does: 'refreshRequirements',
    asks: [],
    because: 'it only reads, as the schedule does',
  },
  'move.start': { does: 'startMove', asks: [...alone, 'oneTenant', 'registration', 'requirement'] },
  'block.confirmMany': {
    does: 'actAlone',
    asks: [...alone, 'oneTenant', 'requirement'],
    because: 'one function for all kinds',
  },
  'order.confirmMany': {
    does: 'actAlone',
    asks: [...alone, 'oneTenant', 'requirement'],
    because: 'one function for all kinds',
  },
  'grant.confirmUnblock': { does: 'unblockGrant', asks: [...alone, 'oneTenant'] },
  'grant.undoBlock': {
    does: 'undoBlock',
    asks: ['role', 'reach', 'account', 'oneTenant'],
    because: 'within ten minutes its doer or any approver undoes a block alone',
  },
  'grant.reset': { does: 'resetGrant', asks: alone },
  'setting.confirm': {
    does: 'confirmSetting',
    asks: ['role', 'reach', 'account'],
    because: 'it gives no app anything and changes no status',
  },
  'grant.confirmAccept': { does: 'acceptGrants', asks: alone },
  'grant.accept': shown,
  'baseline.show': shown,
  'baseline.confirm': {
    does: 'confirmBaseline',
    asks: [...alone, 'oneTenant'],
    because: 'one snapshot for all kinds; it gives nothing, so nothing waits for the account',
  },
  'plan.make': {
    does: 'keepPlan',
    asks: [],
    because:
      'it keeps what the act itself said in a transaction that was rolled back, where the act asked its rules',
  },
  'plan.carryOut': {
    does: 'carryOutPlan',
    asks: ['oneTenant'],
    because: 'it runs the handler of the act, which asks its own rules at the moment of the effect',
  },
  'plan.request': shown,
  'request.make': {
    does: 'makeRequest',
    asks: ['role', 'reach', 'account', 'oneTenant', 'requirement'],
    because: 'the second person is what is asked for; the registration is read at the approval',
  },
  'request.approve': {
    does: 'approveRequest',
    asks: ['otherPerson', 'role', 'reach', 'account', 'oneTenant', 'reader', 'registration', 'requirement'],
    because: 'the approver is the second person',
  },
  'request.deny': { does: 'denyRequest', asks: ['otherPerson', 'role', 'reach', 'account'] },
  'request.handOver': { does: 'handOverRequest', asks: ['otherPerson', 'role', 'reach', 'account'] },
  'request.withdraw': { does: 'withdrawRequest', asks: [], because: 'only the own request' },
  'request.listen': {
    does: 'listenToRequests',
    asks: [],
    because: 'the role is checked before every handler',
  },
  'request.silence': { does: 'silenceRequests', asks: ['role', 'reach'] },
  'sync.tenant': {
    does: 'startSync',
    asks: ['secondPerson', 'role', 'reach'],
    because: 'it only reads; manualSync is asked where a read is stored',
  },
  'sync.all': {
    does: 'startSync',
    asks: ['secondPerson', 'role', 'reach'],
    because: 'it only reads; manualSync is asked where a read is stored',
  },
  'grant.check': {
    does: 'checkTenant',
    asks: ['role', 'reach', 'manualSync'],
    because: 'it only reads one tenant, so nobody decides about it',
  },
  'sync.cancel': { does: 'cancelSync', asks: ['role', 'reach', 'account'] },
  'sync.resume': { does: 'resumeSync', asks: [], because: 'the role is checked before every handler' },
  'consent.cancel': { does: 'cancelConsent', asks: ['role', 'reach'] },
  'campaign.remind': { does: 'remindCampaign', asks: [], because: 'a message to people who have a link' },
  'alert.acknowledge': { does: 'acknowledgeAlert', asks: ['role', 'reach'] },
  'alert.acknowledgeAll': {
    does: 'acknowledgeDigest',
    asks: [],
    because: 'leaves out what is beyond the reach, instead of refusing',
  },
  'alert.snooze': { does: 'snoozeAlert', asks: ['role', 'reach'] },
  'alert.reference': { does: 'setAlertReference', asks: ['role', 'reach'] },
  'exception.accept': { does: 'acceptFindings', asks: alone },
  'exception.request': {
    does: 'makeRequest',
    asks: ['role', 'reach', 'account', 'oneTenant', 'requirement'],
    because: 'the second person is what is asked for; one function for all kinds',
  },
  'exception.withdraw': { does: 'withdrawException', asks: ['role', 'reach'] },
  'alerts.subscribe': { does: 'subscribe', asks: ['role', 'reach'] },
  'alerts.unsubscribe': { does: 'unsubscribe', asks: ['role', 'reach'] },
  'owner.set': { does: 'setOwner', asks: ['role', 'reach', 'account'] },
  'alerts.quiet': { does: 'setQuietHours', asks: ['role', 'reach'] },
  'pack.make': { does: 'makePack', asks: ['role', 'reach'] },
  'history.export': { does: 'makeExport', asks: ['role', 'reach'] },
  'message.sendAgain': {
    does: 'resendDeadLetter',
    asks: [],
    because: 'the role is checked before every handler',
  },
  'message.discard': {
    does: 'discardDeadLetter',
    asks: [],
    because: 'the role is checked before every handler',
  },

  'webhook.sendAgain': {
    does: 'resendWebhooks',
    asks: ['role', 'reach', 'account'],
    because: 'events that are known already go where the configuration says',
  },
  'webhook.discard': {
    does: 'discardWebhooks',
    asks: ['role', 'reach', 'account'],
    because: 'the events stay in the list of the API',
  },
  'webhook.test': {
    does: 'sendTestEvent',
    asks: ['role', 'reach', 'account'],
    because: 'it says nothing of any tenant',
  },

  'leaving.check': {
    does: 'checkLeavingNow',
    asks: ['role', 'reach', 'account'],
    because: 'it only reads one tenant',
  },
  'leaving.stop': {
    does: 'stopLeaving',
    asks: ['role', 'reach', 'account'],
    because: 'it ends reading, and gives nothing',
  },
  'leaving.follow': {
    does: 'followBlocked',
    asks: ['role', 'reach', 'account'],
    because: 'it only reads one tenant',
  },

  'notice.plan': {
    does: 'planNotice',
    asks: ['role', 'reach', 'account'],
    because: 'it keeps a draft that only its maker sees',
  },
  'notice.announce': {
    does: 'announceNotice',
    asks: ['role', 'reach', 'account'],
    because: 'it changes no status and gives nothing, so nobody decides about it',
  },
  'notice.acknowledge': { does: 'acknowledgeNotice', asks: ['role'], because: 'a notice belongs to a set' },
  'notice.withdraw': {
    does: 'withdrawNotice',
    asks: ['role', 'reach', 'account'],
    because: 'it gives nothing',
  },

  'notice.list': shown,
  'notice.show': shown,
  'notice.form': shown,
  'leaving.list': shown,
  'leaving.show': shown,
  'tenant.list': shown,
  'name.show': shown,
  'tenant.show': shown,
  'overview.show': shown,
  'waiting.show': shown,
  'waiting.plan': shown,
  'tenant.addForm': shown,
  'tenant.remove': shown,
  'grant.details': shown,
  'grant.plan': shown,
  'move.plan': shown,
  'grant.block': shown,
  'grant.unblock': shown,
  'grant.openForm': shown,
  'request.form': shown,
  'request.show': shown,
  'request.handOverForm': shown,
  'request.again': shown,
  'request.list': shown,
  'sync.show': shown,
  'consent.show': shown,
  'campaign.show': shown,
  'alerts.list': shown,
  'alert.show': shown,
  'owner.show': shown,
  'mine.show': shown,
  'exception.form': shown,
  'exception.list': shown,
  'alert.digest': shown,
  'catalog.show': shown,
  'set.show': shown,
  'permission.why': shown,
  'history.show': shown,
  'history.planExport': shown,
  'doctor.show': shown,
  'settings.show': shown,
  'preflight.run': shown,
  'person.show': shown,
  'help.show': shown,

  'queue access.watch': { does: 'watchAccess', asks: [], because: 'warns, and gives nothing' },
  'queue sync.tenant': { does: 'syncTenant', asks: ['manualSync'] },
  'queue sync.portion': {
    does: 'syncBatch',
    asks: ['manualSync', 'oneTenant'],
    because: 'it tells other systems where an app may be used',
  },
  'queue sync.tick': { does: 'tick', asks: [] },
  'queue leaving.check': { does: 'checkLeaving', asks: [], because: 'it only reads' },
  'queue predecessors.read': { does: 'readPredecessors', asks: [], because: 'it only reads' },
  'queue requirements.read': { does: 'requirementsTick', asks: [] },
  'queue notice.judge': {
    does: 'judgeNoticeDue',
    asks: [],
    because: 'compares two lists, and gives nothing',
  },
  'queue grants.reevaluate': { does: 'reevaluateGrants', asks: [], because: 'the access API asks oneTenant' },
  'queue grants.close': { does: 'endOpening', asks: [], because: 'it takes access away' },
  'queue consent.verify': { does: 'verifyLink', asks: [], because: 'the access API asks oneTenant' },
  'queue consent.expire': { does: 'expireLink', asks: [], because: 'the access API asks oneTenant' },
  'queue consent.withdraw': { does: 'withdrawConsent', asks: [] },
  'queue request.watch': { does: 'watchRequest', asks: [] },
  'queue exceptions.watch': {
    does: 'watchException',
    asks: [],
    because: 'reminds, and ends what was hidden',
  },
  'queue alerts.route': { does: 'routeAlert', asks: [] },
  'queue alerts.owners': {
    does: 'tellOwners',
    asks: [],
    because: 'a message; whom the role does not reach is left out, and nobody is refused',
  },
  'queue alerts.deliver': { does: 'deliverAlerts', asks: [] },
  'queue alerts.culprit': { does: 'findChangedBy', asks: [] },
  'queue campaigns.chase': { does: 'chaseCampaigns', asks: [], because: 'a message to people who can act' },
  'queue alerts.wake': { does: 'wakeAlert', asks: [] },
  'queue audit.prune': { does: 'pruneHistory', asks: [] },
  'queue audit.anchor': { does: 'publishAnchor', asks: [] },
  'queue access.compare': { does: 'compareAccess', asks: ['oneTenant'], because: 'it only tells what holds' },
  'queue acts.forget': { does: 'forgetActs', asks: [] },

  'GET /consent/:token': { does: 'showLink', asks: ['oneTenant'], because: 'mail scanners read it, too' },
  'POST /consent/:token': {
    does: 'openLink',
    asks: [...alone, 'oneTenant', 'registration', 'reader'],
    because: 'the list of the link is compared with the registration itself',
  },
  'GET /consent/callback': { does: 'handleCallback', asks: [], because: 'changes no status' },
  'GET /api/v1/access': { does: 'answerAccess', asks: ['oneTenant'] },
  'GET /api/v1/events': {
    does: 'readEvents',
    asks: [],
    because: 'tells what was decided; an app role opens it',
  },
  'GET /api/v1/history/ocsf': {
    does: 'readOcsf',
    asks: [],
    because: 'an app with the role History.Read reads the whole history, as its assignment says',
  },
  'GET /export/:token': {
    does: 'downloadExport',
    asks: ['role', 'reach'],
  },
  'GET /pack/:token': {
    does: 'openPack',
    asks: ['role', 'reach', 'oneTenant'],
    because: 'the status says it',
  },
  'GET /pack/:token/markdown': {
    does: 'openPack',
    asks: ['role', 'reach', 'oneTenant'],
    because: 'the same file',
  },
  'POST /api/messages': shown,
  'POST /api/messages/': shown,
  'HEAD /consent/:token': shown,
  'HEAD /consent/callback': shown,
  'GET /consent/probe': shown,
  'HEAD /export/:token': shown,
  'HEAD /pack/:token': shown,
  'HEAD /pack/:token/markdown': shown,
  'GET /api/v1/openapi.json': shown,
  'POST /mcp': shown,
  'GET /.well-known/oauth-protected-resource': shown,
  'GET /.well-known/oauth-protected-resource/mcp': shown,
  'GET /healthz': shown,
  'GET /readyz': shown,
  'GET /metrics': shown,
}
