import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import { hasEnded } from './consent.ts'
import { findConsent, listWatchedLinks } from './consents-store.ts'
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
