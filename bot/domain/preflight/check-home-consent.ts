import { readTokenClaims } from '#platform/microsoft/token-claims.ts'
import { readerRights } from '../directory/reader-rights.ts'
import { type Check, failed, passed, skipped } from './check.ts'

/** Everything that the reader's registration asks for was consented at home: the token has it. */
export const homeConsentCheck: Check = {
  id: 'homeConsent',
  async run(world) {
    const token = await world.readerToken()
    if (!token.read) return skipped('needsReaderToken')
    const registrations = await world.registrations()
    if (!registrations.read) return skipped('needsRegistrations')
    const claims = readTokenClaims(token.value)
    if (!claims) return skipped('tokenOpaque')
    const listed = registrations.value[world.config.reader.clientId]?.requiredResourceAccess ?? []
    const names = readerRights
      .filter(({ id, type }) => type === 'application' && listed.some((one) => one.id === id))
      .map(({ value }) => value)
    const missing = names.filter((name) => !claims.roles.includes(name))
    return missing.length > 0 ? failed('consentIncomplete', { names: missing }) : passed({ names })
  },
}
