import { findConsent } from '#domain/consent/consents-store.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { findRequestOfConsent } from '#domain/requests/requests-store.ts'
import { isSamePerson } from '#platform/base/person.ts'
import type { Notice } from '../../../cards/notice.ts'
import type { Card } from '../../../cards/render.ts'
import { showConsent } from './consent-view.ts'
import type { HandlerDeps } from './handler-deps.ts'
import type { Viewer } from './tenant-view.ts'

/** The links are for the person who has them, in the own chat. */
export async function showOwnConsent(
  deps: HandlerDeps,
  { actor, turn }: Viewer,
  { consentId, notice }: { consentId: string; notice: Notice },
): Promise<Card> {
  const { db } = deps.database
  const holder =
    (await findRequestOfConsent(db, consentId))?.signer ??
    (await findConsent(db, consentId))?.consent.requestedBy
  const withLinks =
    holder !== undefined && isSamePerson(holder, actor) && turn.conversationKind === 'personal'
  return showConsent(deps, { consentId, notice, withLinks, scope: scopeOf(actor, 'viewer') })
}
