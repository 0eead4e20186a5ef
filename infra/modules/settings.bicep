// The optional variables of the bot, by their own names, so that a misspelled one fails when the template is compiled.
// What each means and its default: .env.sample. A test compares this list with what the program reads.

@export()
type Settings = {
  REQUIREMENTS: string?
  ROLE_VIEWERS: string?
  ROLE_OPERATORS: string?
  ROLE_AUDITORS: string?
  ROLE_SCOPES: string?
  ROLE_CONTACT: string?
  API_AUDIENCE: string?
  MCP_AUDIENCE: string?
  ACCESS_MAX_AGE_HOURS: string?
  SYNC_HOURS: string?
  SYNC_PARALLEL: string?
  BULK_SYNC_LIMIT: string?
  BULK_WINDOW_MINUTES: string?
  EXCEPTION_MAX_DAYS: string?
  OPEN_REQUESTS_LIMIT: string?
  REFUSED_ATTEMPTS_LIMIT: string?
  DEPUTY_AFTER_HOURS: string?
  CHASE_DAYS: string?
  EVENT_RETENTION_DAYS: string?
  AUDIT_ANCHOR_URL: string?
  AUDIT_RETENTION_DAYS: string?
  CONSENT_LINK_MINUTES: string?
  MAX_AGE_HOURS: string?
  LOG_LEVEL: string?
  TEAMS_SDK: string?
}
