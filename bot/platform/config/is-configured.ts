import type { Environment } from './variables.ts'

const required = ['BOT_ID', 'HOME_TENANT_ID', 'READER_ID', 'ROLE_APPROVERS']

/** True if the environment configures a real bot: at least one required variable is set. */
export const isConfigured = (environment: Environment = process.env): boolean =>
  required.some((name) => environment[name])
