import { setAlertReference } from '#domain/alerts/act-on-alert.ts'
import { namedBy } from '../teams/actions/reach.ts'
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
    return actOnAlert(deps, { actor, turn, alertId }, () =>
      setAlertReference(deps, { alertId, version: v, by: actor, text }),
    )
  },
})
