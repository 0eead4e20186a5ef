import { checkTenant } from '#domain/sync/check-tenant.ts'
import { type Answer, toActor, toEveryone } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showConsentTo } from '../views/consent-view.ts'
import { showDetails } from '../views/details-view.ts'
import { answerWithAlertNow } from './answer-with-alert.ts'
import { defineHandler } from './define.ts'
import { alertId, grantRef, ownId } from './input.ts'

/** Reads a tenant now, and shows what holds on the card that asked: of a consent, an alert, or the set in the tenant. */
export const grantCheck = defineHandler({
  verb: 'grant.check',
  role: 'operator',
  reach: namedBy('tenantId', 'consentId', 'alertId'),
  input: grantRef.extend({ consentId: ownId.optional(), alertId: alertId.optional() }),

  async handle({ actor, input, turn, deps }): Promise<Answer> {
    const { tenantId, setId, consentId, alertId } = input
    await checkTenant(deps, { tenantId, setId, by: actor })
    const viewer = { actor, turn }
    if (alertId !== undefined) return answerWithAlertNow(deps, { ...viewer, alertId })
    const by = { name: actor.name }
    const notice = { kind: 'info', code: 'CHECKED', by, at: deps.clock() } as const
    if (consentId !== undefined) return toActor(await showConsentTo(deps, viewer, { consentId, notice }))
    return toEveryone(await showDetails(deps, viewer, { tenantId, setId, notice }))
  },
})
