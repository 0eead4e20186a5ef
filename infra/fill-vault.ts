/*
 * Puts the bot's secrets into the vault, those that are missing: random ones are made here and shown nowhere; certificates
 * and keys come from the files that .env names. Run again, it changes nothing.
 * node infra/fill-vault.ts <vault> <database server> [file with the variables]
 */
import { readEnvironmentFile } from '#platform/config/environment-file.ts'
import { askAzure } from './ask-azure.ts'
import { fillVault } from './vault-secrets.ts'

async function run([vault, databaseServer, file = '.env']: readonly string[]): Promise<string> {
  if (!vault || !databaseServer)
    throw new Error('Name the vault and the server: node infra/fill-vault.ts <vault> <database server>')
  const names = await fillVault({ vault, databaseServer, environment: readEnvironmentFile(file) }, askAzure)
  return names.length === 0 ? 'All secrets are there.' : `Put into ${vault}: ${names.join(', ')}.`
}

try {
  console.log(await run(process.argv.slice(2)))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
