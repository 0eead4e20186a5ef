import { toEveryone } from '../teams/actions/answer.ts'
import { showAlertsHere } from '../views/alerts-here-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { nothing } from './input.ts'

/** The alert subscriptions of this conversation, and its open alerts. */
export const alertsList = defineHandler({
  verb: 'alerts.list',
  role: 'viewer',
  reach: 'ownTenants',
  input: nothing,

  async handle({ actor, turn, deps }) {
    return toEveryone(await showAlertsHere(deps, { actor, turn }))
  },
})

export const alertsCommand = defineWord({
  word: 'alerts',
  said: ['alert', 'alert list', 'open alerts', 'my alerts', 'active alerts', 'warnings', 'notifications'],
  action: alertsList,
})
