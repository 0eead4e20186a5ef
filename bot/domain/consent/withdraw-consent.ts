import { UserError } from '#platform/base/errors.ts'
import { isSamePerson, type Person } from '#platform/base/person.ts'
import type { Commit } from '#platform/jobs/jobs.ts'
import type { Tx } from '#platform/storage/database.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { assertMay } from '../people/assert-may.ts'
import type { Queues } from '../queues.ts'
import { hasEnded } from './consent.ts'
import { findConsent, findLink, listOpenLinks, updateConsent } from './consents-store.ts'
import { endLink } from './end-link.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'rules' | 'jobs' | 'catalog' | 'clientIds' | 'react'>

/** Ends the open links of a grant that was blocked, reset, or granted by a newer link. */
export async function withdrawConsent(
  deps: Needs,
  { consentId, tenantId }: Queues['consent.withdraw'],
): Promise<Commit> {
  return (tx) => endOpenLinks(deps, tx, tenantId, consentId)
}

/** Ends the open links in a tenant: of one consent, or without it all. */
export async function endOpenLinks(
  deps: Omit<Needs, 'database'>,
  tx: Tx,
  tenantId: string,
  consentId?: string,
): Promise<void> {
  for (const link of await listOpenLinks(tx, { tenantId })) {
    if (consentId !== undefined && link.consentId !== consentId) continue
    // The link before it may have ended this one.
    const fresh = await findLink(tx, link.id)
    if (fresh) await endLink(deps, tx, fresh, { phase: 'cancelled' })
  }
}

/** Cancels all open links of a card. @throws UserError LINK_UNKNOWN, LINK_USED when all have ended */
export async function cancelConsent(
  deps: Needs & Pick<Deps, 'people'>,
  { consentId, by }: { consentId: string; by: Person },
): Promise<void> {
  const rolesNow = await deps.people.readRolesNow(by)
  await deps.database.transaction(async (tx) => {
    const found = await findConsent(tx, consentId)
    if (!found) throw new UserError('LINK_UNKNOWN')
    const tenantIds = found.links.map((link) => link.tenantId)
    const isOwn = isSamePerson(found.consent.requestedBy, by)
    assertMay(rolesNow, isOwn ? 'operator' : 'approver', tenantIds)
    const open = found.links.filter((link) => !hasEnded(link.phase))
    if (open.length === 0) throw new UserError('LINK_USED')
    for (const link of open) {
      const fresh = (await findConsent(tx, consentId))?.links.find(({ id }) => id === link.id)
      if (fresh) await endLink(deps, tx, fresh, { phase: 'cancelled' })
    }
    const at = deps.clock()
    await updateConsent(tx, consentId, { cancelledAt: at })
    const { code, setId } = found.consent
    // One entry per tenant: who reads the history of one may not see the others.
    for (const tenantId of new Set(tenantIds)) {
      const entry = { at, actor: by, action: 'consent.cancel', setId, tenantId }
      await append(tx, { ...entry, result: 'done', detail: { code } })
    }
  })
}
