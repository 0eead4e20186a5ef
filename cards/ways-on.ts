import { type ButtonCall, callButton, primary } from './buttons.ts'
import type { RefusedAct } from './refused-act.ts'
import type { Element } from './render.ts'
import { type Facts, type Way, ways } from './ways.ts'
import type { UserErrorCode } from './words/codes.ts'

const {
  tenants,
  worst,
  catalog,
  requests,
  ownRequests,
  exceptions,
  alerts,
  settings,
  leavings,
  notices,
  addTenant,
  syncAll,
  help,
  whoami,
  showTenant,
  connect,
  details,
  unblock,
  plan,
  move,
  owner,
  showRequest,
  showConsent,
  tenantsIfMissing,
  catalogIfMissing,
  search,
  askInstead,
} = ways

/** What the person probably wants instead, in order. Every code is here, so that no refusal is a dead end. */
const waysOnOf: Readonly<Record<UserErrorCode, readonly Way[]>> = {
  TENANT_UNKNOWN: [tenants, addTenant],
  TENANT_AMBIGUOUS: [search],
  TENANT_ID_INVALID: [addTenant, tenants],
  TENANT_IN_OTHER_CLOUD: [addTenant, tenants],
  TENANT_NOT_FOUND_AT_MICROSOFT: [addTenant, tenants],
  TENANT_NOT_CONNECTED: [connect, showTenant, tenants],
  SET_UNKNOWN: [catalog],
  SET_AMBIGUOUS: [catalog],
  PERMISSION_UNKNOWN: [catalog],
  INPUT_INVALID: [showTenant, help],
  ROLE_MISSING: [askInstead, showTenant, whoami, help],
  NO_ROLE: [whoami, help],
  ROLES_UNREADABLE: [showTenant, whoami],
  ACCOUNT_UNREADABLE: [showRequest, showTenant, requests, tenants],
  SCOPE_MISSING: [askInstead, showTenant, whoami, tenants],
  // A person from outside learns nothing and can do nothing here.
  PERSON_FOREIGN: [],
  CARD_OUTDATED: [showRequest, showTenant, tenants],
  ACT_REPEATED: [showRequest, showTenant, tenants],
  VERB_UNKNOWN: [showTenant, tenants, help],
  COMMAND_UNKNOWN: [help],
  COMMAND_INCOMPLETE: [tenantsIfMissing, catalogIfMissing, help],
  COMMAND_SURPLUS: [help],
  SETS_SEVERAL: [catalog, help],
  SET_MISSING: [catalog, help],
  TENANTS_SEVERAL: [tenants, help],
  NAME_PART: [tenants, help],
  LINE_NEGATED: [tenants, help],
  LINE_UNSURE: [help],
  TIME_UNCLEAR: [help],
  TIME_PAST: [help],
  TIME_UNUSED: [tenants, help],
  TIME_TOO_LONG: [details, showTenant, help],
  UNDO_OF_END: [unblock, showTenant, tenants],
  OPEN_AFTER_GRANT: [plan, details, tenants, help],
  REFERENCE_MISSING: [details, showTenant, help],
  PERMISSION_AMBIGUOUS: [catalog],
  PERMISSION_ALONE: [catalog, help],
  DOMAIN_NEAR: [tenants, help],
  ALERTS_NOT_ON: [help],
  TOO_MANY_TENANTS: [worst, tenants],
  MOVE_OUT_OF_REACH: [showTenant, tenants],
  MOVE_UNDER_WAY: [move, showTenant, tenants],
  MOVE_BLOCKED_HERE: [move, showTenant, tenants],
  MOVE_NEXT_ELSEWHERE: [move, showTenant, tenants],
  MOVE_NOT_LIMITED: [catalog, tenants],
  TENANT_LIMIT_REACHED: [move, details, showTenant, tenants],
  GRANT_BLOCKED: [unblock, details, showTenant, tenants],
  GRANT_NOT_BLOCKED: [details, showTenant, tenants],
  GRANT_NOT_RESETTABLE: [details, showTenant, tenants],
  NOTHING_UNEXPLAINED: [details, showTenant, tenants],
  BASELINE_CONFIRMED: [showTenant, tenants],
  GRANT_ALREADY_COMPLETE: [details, showTenant, tenants],
  UNDO_TOO_LATE: [unblock, showTenant, tenants],
  LINK_UNKNOWN: [plan, showTenant, requests, tenants],
  LINK_USED: [showConsent, plan, showTenant, tenants],
  LINK_EXPIRED: [plan, showConsent, showTenant, tenants],
  LINK_CANCELLED: [plan, showConsent, showTenant, tenants],
  LINK_HELD_BACK: [plan, showConsent, showTenant, tenants],
  STATE_UNKNOWN: [showConsent, tenants],
  COOKIE_MISSING: [showConsent, tenants],
  CALLBACK_MALFORMED: [showConsent, tenants],
  REGISTRATION_MISMATCH: [settings, showTenant, tenants],
  LIST_CHANGED: [plan, catalog, tenants],
  APPROVAL_NEEDED: [askInstead, showTenant, tenants],
  LIST_UNREAD: [showRequest, requests],
  OWN_REQUEST: [showRequest, requests],
  NOT_YOUR_REQUEST: [showRequest, requests],
  REQUEST_UNKNOWN: [requests],
  REQUEST_ENDED: [showRequest, requests],
  REASON_TOO_SHORT: [askInstead, showTenant, tenants],
  REASON_MISSING: [showRequest, requests],
  REFERENCE_INVALID: [alerts, requests],
  FINDING_GONE: [details, showTenant, tenants],
  EXCEPTION_UNKNOWN: [exceptions, tenants],
  EXCEPTION_ENDED: [exceptions, tenants],
  DATE_MISSING: [details, showTenant, tenants],
  DATE_PAST: [details, showTenant, tenants],
  DATE_TOO_LATE: [details, showTenant, tenants],
  EXCEPTION_OWNER_UNFIT: [showRequest, details, tenants],
  NO_SECOND_APPROVER: [settings, showTenant, tenants],
  SIGNER_MAY_NOT: [askInstead, requests, tenants],
  TOO_MANY_REQUESTS: [ownRequests, showTenant],
  TOO_MANY_REFUSALS: [showTenant, tenants, whoami],
  APPROVER_UNKNOWN: [showRequest, requests],
  OWNER_UNKNOWN: [owner, showTenant, help],
  OWNER_NOT_MENTIONED: [owner, showTenant, help],
  OWNER_MAY_NOT: [owner, showTenant, help],
  NOT_SHARED: [requests],
  SYNC_NOT_FOUND: [syncAll, tenants],
  CAMPAIGN_ENDED: [worst, tenants],
  REMINDED_LATELY: [worst, tenants],
  NOTHING_TO_FOLLOW: [details, showTenant, tenants],
  LEAVING_UNKNOWN: [leavings, tenants],
  LEAVING_ENDED: [leavings, tenants],
  NOTICE_DAY: [notices, catalog],
  COMING_LIST: [notices, settings],
  NOTICE_EXISTS: [notices, catalog],
  NOTICE_UNKNOWN: [notices, catalog],
  NOTICE_ENDED: [notices, catalog],
  ALERT_UNKNOWN: [alerts, tenants],
  OUTSIDE_UNAVAILABLE: [showRequest, showTenant, tenants],
  BUSY: [tenants],
}

/** More would hide the one that is probably wanted. */
const mostWays = 3

/** Where a refusal leads this person, what they probably want first. */
export function waysOn(code: UserErrorCode, act: RefusedAct, facts: Facts): ButtonCall[] {
  const found = waysOnOf[code].map((way) => way(act, facts)).filter((call) => call !== undefined)
  return found.slice(0, mostWays)
}

/** The buttons of a refusal, one of them primary; `before`: what comes before the ways on. */
export function wayButtons(calls: readonly ButtonCall[], before: readonly Element[] = []): Element[] {
  const [first, ...others] = [...before, ...calls.map((call) => callButton(call))]
  return first && others.length > 0 ? [primary(first), ...others] : first ? [first] : []
}

/** For a person whose roles nobody has read; each click is checked. */
export const unreadAct: RefusedAct = {
  rights: { view: true, act: false, decide: false },
  tenantIds: [],
}
