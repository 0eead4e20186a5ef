import type { Environment } from './variables.ts'

const required = ['BOT_ID', 'HOME_TENANT_ID', 'READER_ID', 'ROLE_APPROVERS']

/** Whether the environment configures a real bot: one of the required variables is set. */
export const isConfigured = (environment: Environment = process.env): boolean =>
  required.some((name) => environment[name])
