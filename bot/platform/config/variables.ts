import type { z } from 'zod'
import { auditKeys } from './audit-key-field.ts'
import { dayList } from './day-list.ts'
import {
  address,
  audiences,
  databaseUrl,
  guidField,
  holders,
  host,
  hosts,
  line,
  namedGuids,
  oneOf,
  origin,
  path,
  scopes,
  secret,
  wholeNumber,
} from './fields.ts'

/** Every environment variable and its schema. `.env.sample` explains the same keys. */
export const variables = {
  BOT_ID: guidField,
  BOT_SECRET: secret,
  BOT_SECRET_FILE: path,
  BOT_CERTIFICATE_FILE: path,
  BOT_KEY_FILE: path,
  BOT_FEDERATED_TOKEN_FILE: path,
  BOT_MANAGED_IDENTITY: oneOf('on', 'off'),
  BOT_AUTH: oneOf('on', 'off'),
  TEAMS_SDK: oneOf('botbuilder', 'teams.apps'),
  HOME_TENANT_ID: guidField,
  READER_ID: guidField,
  READER_SECRET: secret,
  READER_SECRET_FILE: path,
  READER_CERTIFICATE_FILE: path,
  READER_KEY_FILE: path,
  READER_FEDERATED_TOKEN_FILE: path,
  LINK_SECRET_FILE: path,
  SET_CLIENT_IDS: namedGuids,
  REQUIREMENTS: oneOf('registration', 'catalog'),
  CATALOG_FILE: path,
  ROLE_VIEWERS: holders,
  ROLE_OPERATORS: holders,
  ROLE_APPROVERS: holders,
  ROLE_AUDITORS: holders,
  ROLE_SCOPES: scopes,
  ROLE_CONTACT: line,
  API_AUDIENCE: audiences,
  MCP_AUDIENCE: audiences,
  ACCESS_MAX_AGE_HOURS: wholeNumber(1, 2_160),
  EVENT_RETENTION_DAYS: wholeNumber(7, 3_650),
  METRICS_TOKEN: secret,
  METRICS_TOKEN_FILE: path,
  PUBLIC_URL: origin,
  HOST: host,
  PORT: wholeNumber(0, 65_535),
  SERVICE_HOSTS: hosts,
  LOGIN_BASE_URL: origin,
  GRAPH_BASE_URL: origin,
  CHANNEL_METADATA_URL: address,
  CHANNEL_ISSUER: origin,
  DATABASE_FILE: path,
  DATABASE_URL: databaseUrl,
  SYNC_HOURS: wholeNumber(1, 168),
  SYNC_SECONDS: wholeNumber(5, 3_600),
  SYNC_PARALLEL: wholeNumber(1, 64),
  BULK_SYNC_LIMIT: wholeNumber(1, 100_000),
  BULK_WINDOW_MINUTES: wholeNumber(1, 10_080),
  EXCEPTION_MAX_DAYS: wholeNumber(1, 3_650),
  OPEN_REQUESTS_LIMIT: wholeNumber(1, 1_000),
  REFUSED_ATTEMPTS_LIMIT: wholeNumber(10, 10_000),
  DEPUTY_AFTER_HOURS: wholeNumber(1, 720),
  CHASE_DAYS: dayList,
  AUDIT_KEY: auditKeys,
  AUDIT_KEY_FILE: path,
  AUDIT_ANCHOR_FILE: path,
  AUDIT_ANCHOR_URL: address,
  AUDIT_RETENTION_DAYS: wholeNumber(90, 36_500),
  WEBHOOKS_FILE: path,
  CONSENT_LINK_MINUTES: wholeNumber(1, 1_440),
  MAX_AGE_HOURS: wholeNumber(1, 720),
  LOG_LEVEL: oneOf('debug', 'info', 'warn', 'error', 'silent'),
}

export type Variable = keyof typeof variables
export type Values = { [K in Variable]?: z.output<(typeof variables)[K]> }
export type Environment = Readonly<Record<string, string | undefined>>
export type Report = (variable: Variable, text: string) => void

/** The valid variables; errors are passed to `report`. An empty value counts as not set. */
export function readValues(environment: Environment, report: Report): Values {
  const values: Partial<Record<Variable, unknown>> = {}
  for (const [name, schema] of Object.entries(variables)) {
    const variable = name as Variable
    const text = environment[variable]?.trim()
    if (text === undefined || text === '') continue
    const result = schema.safeParse(text)
    if (result.success) values[variable] = result.data
    else for (const issue of result.error.issues) report(variable, issue.message)
  }
  return values as Values
}
