/*
 * The codes that cards know, repeated here so that cards import nothing of the bot. The literals equal those of
 * `bot/platform/base/errors.ts`, `bot/domain/status/status.ts`, `bot/domain/consent/consent.ts` and `bot/domain/tenants/tenant.ts`: where a handler passes
 * one to a card, the compiler reports a difference.
 */

export type Status =
  | 'blocked'
  | 'unknown'
  | 'error'
  | 'granting'
  | 'notGranted'
  | 'updateRequired'
  | 'settingsRequired'
  | 'granted'

export type FindingCode =
  | 'BLOCKED_HERE'
  | 'CLOSED_BY_DEFAULT'
  | 'OPEN_UNTIL'
  | 'GRANTS_REMAIN_IN_ENTRA'
  | 'BOUND_ELSEWHERE'
  | 'NEVER_READ'
  | 'READ_FAILED'
  | 'READ_TOO_OLD'
  | 'LOSS_UNCONFIRMED'
  | 'CONNECTION_LOST'
  | 'APP_DISABLED_BY_ADMIN'
  | 'APP_DISABLED_BY_PUBLISHER'
  | 'APP_DISABLED_BY_MICROSOFT'
  | 'PERMISSIONS_REMOVED'
  | 'APP_REMOVED'
  | 'CONSENT_FAILED'
  | 'CONSENT_NOT_CONFIRMED'
  | 'LINK_OUT'
  | 'CONSENT_SPREADING'
  | 'NOT_INSTALLED'
  | 'PERMISSIONS_MISSING'
  | 'PERMISSIONS_NEW'
  | 'RESOURCE_NOT_IN_TENANT'
  | 'RESOURCE_DISABLED'
  | 'REQUIREMENT_UNREADABLE'
  | 'REQUIREMENT_TOO_OLD'
  | 'PERMISSION_NOT_PUBLISHED'
  | 'SETTING_MISSING'
  | 'SETTING_UNREADABLE'
  | 'SETTING_UNCONFIRMED'
  | 'API_ENDED'
  | 'API_LIMITED'
  | 'API_ENDING'
  | 'GRANTS_UNEXPLAINED'
  | 'EXTRA_PERMISSIONS'
  | 'EXTRA_PRIVILEGED_PERMISSIONS'
  | 'PREDECESSOR_REMAINS'
  | 'ALL_GRANTED'

export type Who =
  | 'privilegedRoleAdministrator'
  | 'cloudApplicationAdministrator'
  | 'conditionalAccessAdministrator'
  | 'securityAdministrator'
  | 'userAdministrator'
  | 'billingAdministrator'
  | 'consentReviewer'
  | 'networkAdministrator'
  | 'domainOwner'
  | 'signedIn'
  | 'approver'
  | 'anyOperator'
  | 'serviceAdministrator'
  | 'publisher'
  | 'operator'
  | 'nobody'

export type UserErrorCode =
  | 'TENANT_UNKNOWN'
  | 'TENANT_AMBIGUOUS'
  | 'TENANT_ID_INVALID'
  | 'TENANT_IN_OTHER_CLOUD'
  | 'TENANT_NOT_FOUND_AT_MICROSOFT'
  | 'TENANT_NOT_CONNECTED'
  | 'SET_UNKNOWN'
  | 'SET_AMBIGUOUS'
  | 'PERMISSION_UNKNOWN'
  | 'INPUT_INVALID'
  | 'ROLE_MISSING'
  | 'NO_ROLE'
  | 'ROLES_UNREADABLE'
  | 'ACCOUNT_UNREADABLE'
  | 'SCOPE_MISSING'
  | 'PERSON_FOREIGN'
  | 'CARD_OUTDATED'
  | 'ACT_REPEATED'
  | 'VERB_UNKNOWN'
  | 'COMMAND_UNKNOWN'
  | 'COMMAND_INCOMPLETE'
  | 'COMMAND_SURPLUS'
  | 'SETS_SEVERAL'
  | 'SET_MISSING'
  | 'TENANTS_SEVERAL'
  | 'NAME_PART'
  | 'LINE_NEGATED'
  | 'LINE_UNSURE'
  | 'TIME_UNCLEAR'
  | 'TIME_PAST'
  | 'TIME_UNUSED'
  | 'TIME_TOO_LONG'
  | 'UNDO_OF_END'
  | 'OPEN_AFTER_GRANT'
  | 'REFERENCE_MISSING'
  | 'PERMISSION_AMBIGUOUS'
  | 'PERMISSION_ALONE'
  | 'DOMAIN_NEAR'
  | 'ALERTS_NOT_ON'
  | 'TOO_MANY_TENANTS'
  | 'TENANT_LIMIT_REACHED'
  | 'MOVE_OUT_OF_REACH'
  | 'MOVE_UNDER_WAY'
  | 'MOVE_BLOCKED_HERE'
  | 'MOVE_NEXT_ELSEWHERE'
  | 'MOVE_NOT_LIMITED'
  | 'GRANT_BLOCKED'
  | 'GRANT_NOT_BLOCKED'
  | 'GRANT_NOT_RESETTABLE'
  | 'NOTHING_UNEXPLAINED'
  | 'BASELINE_CONFIRMED'
  | 'GRANT_ALREADY_COMPLETE'
  | 'UNDO_TOO_LATE'
  | 'LINK_UNKNOWN'
  | 'LINK_USED'
  | 'LINK_EXPIRED'
  | 'LINK_CANCELLED'
  | 'LINK_HELD_BACK'
  | 'STATE_UNKNOWN'
  | 'COOKIE_MISSING'
  | 'CALLBACK_MALFORMED'
  | 'REGISTRATION_MISMATCH'
  | 'LIST_CHANGED'
  | 'APPROVAL_NEEDED'
  | 'LIST_UNREAD'
  | 'OWN_REQUEST'
  | 'NOT_YOUR_REQUEST'
  | 'REQUEST_UNKNOWN'
  | 'REQUEST_ENDED'
  | 'REASON_TOO_SHORT'
  | 'REASON_MISSING'
  | 'REFERENCE_INVALID'
  | 'FINDING_GONE'
  | 'FINDING_UNPICKED'
  | 'EXCEPTION_UNKNOWN'
  | 'EXCEPTION_ENDED'
  | 'DATE_MISSING'
  | 'DATE_PAST'
  | 'DATE_TOO_LATE'
  | 'EXCEPTION_OWNER_UNFIT'
  | 'NO_SECOND_APPROVER'
  | 'SIGNER_MAY_NOT'
  | 'TOO_MANY_REQUESTS'
  | 'TOO_MANY_REFUSALS'
  | 'APPROVER_UNKNOWN'
  | 'OWNER_UNKNOWN'
  | 'OWNER_NOT_MENTIONED'
  | 'OWNER_MAY_NOT'
  | 'NOT_SHARED'
  | 'SYNC_NOT_FOUND'
  | 'CAMPAIGN_ENDED'
  | 'REMINDED_LATELY'
  | 'NOTHING_TO_FOLLOW'
  | 'LEAVING_UNKNOWN'
  | 'LEAVING_ENDED'
  | 'NOTICE_DAY'
  | 'COMING_LIST'
  | 'NOTICE_EXISTS'
  | 'NOTICE_UNKNOWN'
  | 'NOTICE_ENDED'
  | 'ALERT_UNKNOWN'
  | 'WHAT_IF_UNKNOWN'
  | 'WHAT_IF_ENDED'
  | 'WHAT_IF_SHOWS'
  | 'WHAT_IF_UNCLEAR'
  | 'OUTSIDE_UNAVAILABLE'
  | 'BUSY'

export type RequestKind =
  | 'grant'
  | 'block'
  | 'unblock'
  | 'reset'
  | 'add'
  | 'remove'
  | 'sync'
  | 'move'
  | 'accept'
  | 'baseline'
  | 'open'
  | 'except'

/** What one person can do in several tenants at once. */
export type ManyKind = 'block' | 'unblock' | 'reset' | 'remove'

/** Acts that count towards the ten. */
export type OwnActKind = Exclude<RequestKind, 'sync' | 'move' | 'accept' | 'baseline' | 'open' | 'except'>

export type RequestState = 'open' | 'approved' | 'denied' | 'withdrawn' | 'lapsed' | 'voided'

export type VoidCause = 'changed' | 'nothingLeft' | 'requesterMayNot' | 'signerMayNot'

export type WhyRequest = 'role' | 'tierZero' | 'error' | 'many' | 'closed'

export type RequestFilter = 'toDecide' | 'mine' | 'open' | 'ended'

export type LinkKind = 'connection' | 'set'

export type LinkPhase =
  | 'held'
  | 'sent'
  | 'opened'
  | 'returned'
  | 'spreading'
  | 'verified'
  | 'refused'
  | 'notConfirmed'
  | 'expired'
  | 'cancelled'

export type TenantState = 'connecting' | 'connected' | 'lost'

export type Role = 'viewer' | 'operator' | 'approver' | 'auditor'

/** What a person comes to help for. */
export const helpTasks = ['see', 'grant', 'block', 'alerts', 'requests', 'ask'] as const
export type HelpTask = (typeof helpTasks)[number]

export type Tier = 0 | 1 | 2
export type TierSource = 'microsoft' | 'tiering' | 'ours'

export type PermissionType = 'application' | 'delegated'

export type TenantFilter = 'all' | 'needsAction' | 'error' | 'blocked'

/** The banners of a card. */
export type NoticeCode =
  | 'CARD_OUTDATED'
  | 'REQUEST_WAS_ENDED'
  | 'READ_FIRST'
  | 'DENY_NEEDS_REASON'
  | 'REASON_NEEDED'
  | 'SIGNER_NEEDED'
  | 'END_NEEDED'
  | 'END_PAST'
  | 'END_TOO_LATE'
  | 'REFERENCE_NEEDED'
  | 'FINDING_ACCEPTED'
  | 'EXCEPTION_WITHDRAWN'
  | 'REQUESTS_POSTED_HERE'
  | 'REQUESTS_NOT_POSTED_HERE'
  | 'BLOCKED'
  | 'MOVED'
  | 'BLOCK_UNDONE'
  | 'ACCEPTED'
  | 'BASELINE_CONFIRMED'
  | 'UNBLOCKED'
  | 'SETTING_CONFIRMED'
  | 'CONFIRMATION_WITHDRAWN'
  | 'UNBLOCKED_FOR_TIME'
  | 'RESET'
  | 'TENANT_ADDED'
  | 'TENANT_ALREADY_ADDED'
  | 'TENANT_REMOVED'
  | 'CONSENT_VERIFIED'
  | 'CONSENT_CANCELLED'
  | 'ALREADY_COMPLETE'
  | 'SYNCED'
  | 'SYNC_FAILED'
  | 'MESSAGE_SENT_AGAIN'
  | 'MESSAGE_DISCARDED'
  | 'WEBHOOKS_SENT_AGAIN'
  | 'WEBHOOKS_DISCARDED'
  | 'WEBHOOK_TEST_SENT'
  | 'CHECKED'
  | 'LEAVING_BEING_READ'
  | 'REMINDED'
  | 'OWNER_SET'
  | 'OWNER_REMOVED'
  | 'OWNER_AS_BEFORE'
  | 'REGISTRATION_WRONG'
  | 'LIST_CHANGED'
  | 'WHAT_IF_VOID'

/** Progress of a pending tenant in a campaign. */
export const campaignStages = ['consented', 'opened', 'sent', 'notStarted'] as const
export type CampaignStage = (typeof campaignStages)[number]

/** Why consent to a set cannot succeed with its current app registration. */
export type RegistrationProblem =
  | 'unreadable'
  | 'outdated'
  | 'absent'
  | 'empty'
  | 'disabled'
  | 'singleTenant'
  | 'replyAddressMissing'
  | 'permissionsMissing'
  | 'notPublished'
  | 'tierZeroUnexplained'
  | 'readerExceeds'

/** `new`: required since the set was last verified; `notRead`: the last read failed or never was. */
export type PermissionState = 'granted' | 'missing' | 'new' | 'notRead'

/** What the end of an API means now; `limited`: it works only with what it also needs. */
export type RetirementPhase = 'ending' | 'limited' | 'ended'

/** What an additional setting of a tenant is. */
export type SettingKind = 'directoryRole' | 'servicePlan' | 'byHand'

/** `confirmed`, `unconfirmed`: no API shows it, so a person says so. */
export type SettingState = 'ok' | 'missing' | 'notRead' | 'confirmed' | 'unconfirmed'

/** Whose entries a page of the history shows. */
export const historyWho = ['anybody', 'mine', 'system'] as const
export type HistoryWho = (typeof historyWho)[number]

/** What the entries of a page are about. */
export const historyAreas = ['all', 'grants', 'requests', 'alerts', 'tenants'] as const
export type HistoryArea = (typeof historyAreas)[number]

export type HistoryResult = 'done' | 'refused' | 'failed'

export type OwnerPart = 'owner' | 'deputy'

/** Why alerts don't reach whoever holds a part; `unread`: nobody can tell. */
export type HolderProblem =
  | 'missing'
  | 'noRole'
  | 'groupMissing'
  | 'groupEmpty'
  | 'groupTooLarge'
  | 'unreached'
  | 'unread'

export type AlertSeverity = 'info' | 'warning' | 'critical'

export type AlertState = 'open' | 'acknowledged' | 'snoozed' | 'accepted' | 'resolved'

export type AlertCondition =
  | 'permissionsRemoved'
  | 'appRemoved'
  | 'appDisabled'
  | 'consentFailed'
  | 'otherError'
  | 'permissionsNew'
  | 'settingMissing'
  | 'connectionLost'
  | 'grantedBeyond'
  | 'grantsUnexplained'
  | 'credentialEnding'
  | 'credentialRefused'
  | 'registrationWrong'
  | 'syncStopped'
  | 'webhookFailing'
  | 'apiEnding'
  | 'apiNeedsMore'

/** Why an alert ended. */
export type AlertEnd =
  | 'recovered'
  | 'granted'
  | 'accepted'
  | 'blocked'
  | 'closed'
  | 'reset'
  | 'superseded'
  | 'removed'
  | 'resumed'
  | 'replaced'
  | 'dropped'

/** Why an exception counts no more. */
export type ExceptionEnd = 'expired' | 'withdrawn' | 'renewed' | 'woken' | 'recovered' | 'removed'

/** What happened to an alert, posted as one line. */
export type AlertEventKind =
  | 'acknowledged'
  | 'snoozed'
  | 'accepted'
  | 'woken'
  | 'resolved'
  | 'reopened'
  | 'worsened'
