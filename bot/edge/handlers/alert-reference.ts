import { setAlertReference } from '#domain/alerts/act-on-alert.ts'
import type { UserErrorCode } from '#platform/base/errors.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showAlert } from '../views/alert-view.ts'
import { actOnAlert } from './answer-with-alert.ts'
import { defineHandler } from './define.ts'
import { versionedAlert } from './input.ts'
import { noteCorrectable } from './note-correctable.ts'
import { typedText } from './typed-text.ts'

const correctable: ReadonlySet<UserErrorCode> = new Set(['REFERENCE_INVALID'])

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
      const notice = await noteCorrectable(deps, error, {
        codes: correctable,
        actor,
        action: 'alert.reference',
      })
      return toActor(await showAlert(deps, { actor, turn }, { alertId, notice: { ...notice, kind: 'info' } }))
    })
  },
})
