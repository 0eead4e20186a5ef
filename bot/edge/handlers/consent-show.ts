import { z } from 'zod'
import { findConsent } from '#domain/consent/consents-store.ts'
import { findRequestOfConsent } from '#domain/requests/requests-store.ts'
import { UserError } from '#platform/base/errors.ts'
import { isSamePerson } from '#platform/base/person.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showConsent } from '../views/consent-view.ts'
import { defineHandler } from './define.ts'
import { ownId } from './input.ts'

/** The current state of a consent. The links are shown only to the person who asked for them, in their personal chat. */
export const consentShow = defineHandler({
  verb: 'consent.show',
  role: 'viewer',
  reach: namedBy('consentId'),
  input: z.object({ consentId: ownId }),

  async handle({ actor, input: { consentId }, turn, deps }) {
    const found = await findConsent(deps.database.db, consentId)
    if (!found) throw new UserError('LINK_UNKNOWN')
    const signer = (await findRequestOfConsent(deps.database.db, consentId))?.signer
    const own = isSamePerson(signer ?? found.consent.requestedBy, actor)
    const withLinks = own && turn.conversationKind === 'personal'
    return toActor(await showConsent(deps, { consentId, withLinks }))
  },
})
