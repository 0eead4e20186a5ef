/** What runs where nothing but the bundle is: the bot, and what its operator runs beside it. Named as the npm scripts are. */
export const productionPrograms: Readonly<Record<string, string>> = {
  bot: 'bot/index.ts',
  preflight: 'scripts/preflight.ts',
  'audit-verify': 'scripts/verify-audit.ts',
  rollback: 'scripts/roll-back.ts',
  'migrate-sqlite-to-postgres': 'scripts/migrate-sqlite-to-postgres.ts',
}
