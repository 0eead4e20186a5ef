/** Codes of the refusals that people can read: the text is in `cards/words`, the explanation in `docs/errors.md`. */
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

export type ErrorFacts = Readonly<Record<string, string | number | readonly string[]>>

/** A request of a person that is refused. `facts` fill the placeholders of the text; nothing in them is secret. */
export class UserError extends Error {
  readonly code: UserErrorCode
  readonly facts: ErrorFacts

  constructor(code: UserErrorCode, facts: ErrorFacts = {}, options?: ErrorOptions) {
    super(code, options)
    this.name = 'UserError'
    this.code = code
    this.facts = facts
  }
}

export interface OutsideFacts {
  service: 'login' | 'graph' | 'teams' | 'network'
  /** HTTP status. Absent: there was no response. */
  status?: number
  /** An AADSTS number, a Graph code or a socket code. */
  code?: string
  requestId?: string
  retryAfterMs?: number
  /** The connector host that the channel asks the bot to use instead. */
  apiHost?: string
}

/** A service outside this process failed. Created in one file per service; compare `code`, never the message. */
export class OutsideError extends Error {
  readonly facts: OutsideFacts

  constructor(facts: OutsideFacts, options?: ErrorOptions) {
    super(`${facts.service} failed: ${facts.status ?? 'no answer'} ${facts.code ?? ''}`.trim(), options)
    this.name = 'OutsideError'
    this.facts = facts
  }
}
