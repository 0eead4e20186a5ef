import { readTokenClaims } from '#platform/microsoft/token-claims.ts'
import { readerRights } from '../directory/reader-rights.ts'
import { type Check, type CheckResult, failed, passed, skipped, warning } from './check.ts'

const documented = new Set(
  readerRights.filter(({ type }) => type === 'application').map(({ value }) => value),
)
const whole = 'Directory.Read.All'
/** Enough for everything but delegated grants and people. */
const narrow = ['Application.Read.All', 'Organization.Read.All', 'RoleManagement.Read.Directory']
const auditLog = 'AuditLog.Read.All'

/** What the reader was given at home: what it needs, and nothing that could change anything. */
export const readerRightsCheck: Check = {
  id: 'readerRights',
  async run(world) {
    const token = await world.readerToken()
    if (!token.read) return skipped('needsReaderToken')
    const claims = readTokenClaims(token.value)
    return claims ? judgeRoles(claims.roles) : skipped('tokenOpaque')
  },
}

function judgeRoles(roles: readonly string[]): CheckResult {
  const beyond = roles.filter((role) => !documented.has(role))
  if (beyond.length > 0) return failed('rightsBeyond', { names: beyond })
  if (!roles.includes(whole)) {
    const isNarrow = narrow.every((role) => roles.includes(role))
    return isNarrow
      ? warning('rightsNarrow', { names: [whole] })
      : failed('rightsMissing', { names: [whole] })
  }
  if (!roles.includes(auditLog)) return warning('auditLogMissing', { names: [auditLog] })
  return passed({ names: roles })
}
