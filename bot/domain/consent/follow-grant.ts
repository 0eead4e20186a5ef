import type { Person } from '#platform/base/person.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import { type ConsentLink, hasEnded } from './consent.ts'
import { findConsent, listOpenLinks, listWatchedLinks } from './consents-store.ts'
import { watchedSince } from './granted-beyond.ts'
import { refreshConsentCards } from './refresh-consent-cards.ts'

/** The status of a grant changed: the cards of its last consents, which say what came of them, are drawn again. */
export async function followGrant(
  deps: Pick<Deps, 'clock' | 'rules' | 'react'>,
  tx: Tx,
  { tenantId, setId }: { tenantId: string; setId: string },
): Promise<void> {
  for (const link of await listWatchedLinks(tx, { tenantId, since: watchedSince(deps) })) {
    if (link.kind !== 'set' || !hasEnded(link.phase)) continue
    const found = await findConsent(tx, link.consentId)
    if (found?.consent.setId === setId) await refreshConsentCards(deps, tx, found.consent, deps.clock())
  }
}

/** Who has the link that was opened and is not yet settled; what a read shows meanwhile came through it. */
export async function findLinkHolder(
  tx: Tx,
  { tenantId, setId, kind }: { tenantId: string; setId: string; kind: ConsentLink['kind'] },
): Promise<Person | undefined> {
  for (const link of await listOpenLinks(tx, { tenantId })) {
    if (link.kind !== kind || !link.times.opened) continue
    const found = await findConsent(tx, link.consentId)
    if (found && (kind === 'connection' || found.consent.setId === setId))
      return found.consent.signer ?? found.consent.requestedBy
  }
  return undefined
}
