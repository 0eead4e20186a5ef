import { setAlertReference } from '#domain/alerts/act-on-alert.ts'
import { UserError } from '#platform/base/errors.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showAlert } from '../views/alert-view.ts'
import { actOnAlert } from './answer-with-alert.ts'
import { defineHandler } from './define.ts'
import { versionedAlert } from './input.ts'
import { typedText } from './typed-text.ts'

/** Sets, changes, or removes the ticket or case number of an alert. */
export const alertReference = defineHandler({
  verb: 'alert.reference',
  role: 'operator',
  readsRolesNow: true,
  reach: namedBy('alertId'),
  input: versionedAlert.extend({ reference: typedText }),

  async handle({ actor, input: { alertId, v, reference: text }, turn, deps }) {
    const work = () => setAlertReference(deps, { alertId, version: v, by: actor, text })
    return actOnAlert(deps, { actor, turn, alertId }, work).catch(async (error: unknown) => {
      if (!(error instanceof UserError) || error.code !== 'REFERENCE_INVALID') throw error
      const { code, facts } = error
      return toActor(
        await showAlert(deps, { actor, turn }, { alertId, notice: { kind: 'info', code, facts } }),
      )
    })
  },
})
