import type { Config } from '#platform/config/read-config.ts'
import { isPostgresUrl } from '#platform/storage/postgres-url.ts'
import type { Catalog } from '../catalog/permission-set.ts'
import type { Check } from './check.ts'
import { botRegistrationCheck } from './check-bot-registration.ts'
import { channelKeysCheck } from './check-channel-keys.ts'
import { clockCheck, databaseClockCheck } from './check-clocks.ts'
import { botCredentialCheck, readerCredentialCheck } from './check-credentials.ts'
import { databaseCheck, diskCheck, durabilityCheck } from './check-database.ts'
import { homeConsentCheck } from './check-home-consent.ts'
import { approversCheck, rolesCheck, scopesCheck } from './check-people.ts'
import { publicUrlCheck } from './check-public-url.ts'
import { readerRightsCheck } from './check-reader-rights.ts'
import { readerRegistrationCheck, registrationsCheck, setRegistrationCheck } from './check-registrations.ts'
import { teamsPackageCheck } from './check-teams-package.ts'
import { botTokenCheck, readerTokenCheck } from './check-tokens.ts'

/** Everything that can be tried with this configuration, in the order in which it is said. */
export function listChecks({ database: url }: Pick<Config, 'database'>, { sets }: Catalog): Check[] {
  const own = isPostgresUrl(url) ? [databaseClockCheck] : [diskCheck]
  return [
    clockCheck,
    botTokenCheck,
    readerTokenCheck,
    readerRightsCheck,
    homeConsentCheck,
    registrationsCheck,
    botRegistrationCheck,
    botCredentialCheck,
    readerRegistrationCheck,
    readerCredentialCheck,
    ...sets.map(setRegistrationCheck),
    channelKeysCheck,
    publicUrlCheck,
    databaseCheck,
    durabilityCheck,
    ...own,
    approversCheck,
    rolesCheck,
    scopesCheck,
    teamsPackageCheck,
  ]
}
