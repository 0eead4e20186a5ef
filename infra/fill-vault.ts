/*
 * Puts the bot's secrets into the vault, those that are missing: random ones are made here and shown nowhere; certificates
 * and keys come from the files that .env names. Run again, it changes nothing. Prints what the next deployment needs from
 * .env, in the form that Microsoft 365 Agents Toolkit reads.
 * node infra/fill-vault.ts <vault> <database server> <client ID of the identity> <public URL>
 */
import { existsSync } from 'node:fs'
import { readEnvironmentFile } from '#platform/config/environment-file.ts'
import { askAzure } from './ask-azure.ts'
import { fillVault, handOn } from './vault-secrets.ts'

async function run([vault, databaseServer, identity, publicUrl]: readonly string[]): Promise<string[]> {
  if (!vault || !databaseServer || !identity || !publicUrl)
    throw new Error(
      'Name the outputs of foundation.bicep: node infra/fill-vault.ts <VAULT_NAME> <DATABASE_SERVER> <IDENTITY_CLIENT_ID> <PUBLIC_URL>',
    )
  const environment = existsSync('.env') ? readEnvironmentFile('.env') : {}
  const names = await fillVault({ vault, databaseServer, identity, publicUrl, environment }, askAzure)
  const done = names.length === 0 ? 'All secrets are there.' : `Put into ${vault}: ${names.join(', ')}.`
  return [done, ...handOn(environment).map((each) => `::set-teamsfx-env ${each}`)]
}

try {
  console.log((await run(process.argv.slice(2))).join('\n'))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
