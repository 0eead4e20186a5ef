import { acceptFindings } from '#domain/exceptions/accept-findings.ts'
import { moment } from '../../../cards/text.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showAlert } from '../views/alert-view.ts'
import { showDetails } from '../views/details-view.ts'
import { showTenant } from '../views/tenant-view.ts'
import { defineHandler } from './define.ts'
import { acceptInput, orFormAgain, readTerms } from './exception-input.ts'

/** Accepts findings until a date, where one person is enough; shows what it came from. */
export const exceptionAccept = defineHandler({
  verb: 'exception.accept',
  role: 'operator',
  reach: namedBy('tenantId', 'alertId'),
  input: acceptInput,

  async handle({ actor, input, turn, deps }) {
    return orFormAgain(deps, { actor, input, verb: 'exception.accept' }, async () => {
      const { tenantId, setId, alertId, reason } = input
      const terms = await readTerms(deps, actor, input)
      await acceptFindings(deps, { tenantId, setId, terms, reason, by: actor })
      const viewer = { actor, turn }
      const facts = { until: moment(terms.endsAt, deps.clock()) }
      const notice = { kind: 'done', code: 'FINDING_ACCEPTED', facts } as const
      if (alertId !== undefined) return toActor(await showAlert(deps, viewer, { alertId, notice }))
      if (setId !== undefined) return toActor(await showDetails(deps, viewer, { tenantId, setId, notice }))
      return toActor(await showTenant(deps, viewer, { tenantId, notice }))
    })
  },
})
