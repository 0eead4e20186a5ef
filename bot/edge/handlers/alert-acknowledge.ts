import { acknowledgeAlert } from '#domain/alerts/act-on-alert.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { actOnAlert } from './answer-with-alert.ts'
import { defineHandler } from './define.ts'
import { versionedAlert } from './input.ts'

/** Acknowledges an alert: the person is handling it. */
export const alertAcknowledge = defineHandler({
  verb: 'alert.acknowledge',
  role: 'operator',
  readsRolesNow: true,
  reach: namedBy('alertId'),
  input: versionedAlert,

  async handle({ actor, input: { alertId, v }, turn, deps }) {
    return actOnAlert(deps, { actor, turn, alertId }, () =>
      acknowledgeAlert(deps, { alertId, version: v, by: actor }),
    )
  },
})
