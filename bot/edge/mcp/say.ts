import type { Tenant } from '#domain/tenants/tenant.ts'
import { type FindingData, findingText } from '../../../cards/findings.ts'
import { unmarked } from '../../../cards/text.ts'
import type { Status } from '../../../cards/words/codes.ts'
import { en as words } from '../../../cards/words/en.ts'

/* What the cards say, without their markup. */

export const sayTenant = ({ id, displayName, defaultDomain }: Tenant) => ({
  id,
  name: displayName,
  domain: defaultDomain,
})

export const sayStatus = (status: Status) => ({ code: status, text: words.statuses[status].words })

export function sayFinding(finding: FindingData, now: Date, domain: string) {
  const { what, next, who } = findingText(finding, now, domain)
  const { code, since, accepted } = finding
  return {
    code,
    what: unmarked(what),
    next: unmarked(next),
    who: unmarked(who),
    ...(since && { since: since.toISOString() }),
    ...(accepted && { acceptedUntil: accepted.until.toISOString() }),
  }
}
