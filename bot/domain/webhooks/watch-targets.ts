import type { WebhookAlarm } from '#platform/webhooks/record-verdict.ts'
import { listLiveAlertsOf } from '../alerts/alerts-store.ts'
import { type AlertNeeds, openAlert, resolveAlert } from '../alerts/write-alert.ts'

/** The operator alarm about a target that accepts nothing: one for each target. */
export const makeTargetAlarm = (deps: AlertNeeds): WebhookAlarm => ({
  raise: async (tx, target, { since, outcome: failure }) => {
    const facts = { target, failure, since: since.toISOString() }
    await openAlert(deps, tx, { condition: 'webhookFailing', edition: target }, { detail: { facts } })
  },
  clear: async (tx, target, because) => {
    for (const alert of await listLiveAlertsOf(tx, null))
      if (alert.condition === 'webhookFailing' && alert.detail.facts?.target === target)
        await resolveAlert(deps, tx, alert, { because })
  },
})
