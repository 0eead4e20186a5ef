import { z } from 'zod'
import { snoozeAlert, snoozes } from '#domain/alerts/act-on-alert.ts'
import { getAlert } from '#domain/alerts/alerts-store.ts'
import { placeKeyOf } from '#domain/alerts/subscription.ts'
import { findPlaceRules } from '#domain/alerts/subscriptions-store.ts'
import { UserError, type UserErrorCode } from '#platform/base/errors.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showAlert } from '../views/alert-view.ts'
import { actOnAlert } from './answer-with-alert.ts'
import { defineHandler } from './define.ts'
import { versionedAlert } from './input.ts'
import { noteCorrectable } from './note-correctable.ts'
import { endFields, readEndFields } from './typed-end.ts'
import { typedText } from './typed-text.ts'

/** @throws UserError DATE_MISSING */
function picked(until: Date | undefined): { until: Date } {
  if (!until) throw new UserError('DATE_MISSING')
  return { until }
}

const correctable: ReadonlySet<UserErrorCode> = new Set([
  'REASON_TOO_SHORT',
  'DATE_MISSING',
  'DATE_PAST',
  'DATE_TOO_LATE',
])

/** Snoozes an alert, with a reason; tomorrow morning is in the time zone of the conversation. */
export const alertSnooze = defineHandler({
  verb: 'alert.snooze',
  role: 'operator',
  readsRolesNow: true,
  reach: namedBy('alertId'),
  input: versionedAlert.extend({
    snooze: z.enum([...snoozes, 'until']),
    reason: typedText,
    ...endFields,
  }),

  async handle({ actor, input, turn, deps }) {
    const { alertId, v: version, snooze: choice, reason } = input
    const { db } = deps.database
    const rules = await findPlaceRules(db, placeKeyOf(turn, actor))
    const timeZone = rules?.timeZone ?? 'UTC'
    const until = readEndFields(input)
    try {
      return await actOnAlert(deps, { actor, turn, alertId }, async () => {
        const snooze = choice === 'until' ? picked(until) : choice
        await snoozeAlert(deps, { alertId, version, by: actor, snooze, timeZone, reason })
      })
    } catch (error) {
      const { tenantId, setId } = await getAlert(db, alertId)
      const sent = { codes: correctable, actor, action: 'alert.snooze', tenantId, setId }
      const notice = await noteCorrectable(deps, error, sent)
      const typed = { reason, ...(until && { until }) }
      return toActor(await showAlert(deps, { actor, turn }, { alertId, notice, typed }))
    }
  },
})
