import { z } from 'zod'
import { snoozeAlert, snoozes } from '#domain/alerts/act-on-alert.ts'
import { placeKeyOf } from '#domain/alerts/subscription.ts'
import { findPlaceRules } from '#domain/alerts/subscriptions-store.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { actOnAlert } from './answer-with-alert.ts'
import { defineHandler } from './define.ts'
import { versionedAlert } from './input.ts'

/** Snoozes an alert; tomorrow morning is in the time zone of the conversation. */
export const alertSnooze = defineHandler({
  verb: 'alert.snooze',
  role: 'operator',
  readsRolesNow: true,
  reach: namedBy('alertId'),
  input: versionedAlert.extend({ snooze: z.enum(snoozes) }),

  async handle({ actor, input: { alertId, v, snooze }, turn, deps }) {
    const rules = await findPlaceRules(deps.database.db, placeKeyOf(turn, actor))
    const timeZone = rules?.timeZone ?? 'UTC'
    return actOnAlert(deps, { actor, turn, alertId }, () =>
      snoozeAlert(deps, { alertId, version: v, by: actor, snooze, timeZone }),
    )
  },
})
