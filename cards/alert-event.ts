import type { AlertData } from './alert-data.ts'
import layoutJson from './alert-event.json' with { type: 'json' }
import { alertText, endText } from './alert-text.ts'
import { button } from './buttons.ts'
import { frame } from './frame.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import type { PersonRef } from './subjects.ts'
import { escapeMarkdown, moment } from './text.ts'
import type { AlertEventKind } from './words/codes.ts'
import { en as words } from './words/en.ts'

export interface AlertEventData {
  now: Date
  at: Date
  kind: AlertEventKind
  by?: PersonRef
  alert: AlertData
  /** Set when the card of the alert is not right above. */
  withButton: boolean
}

const layout = defineLayout<{ line: string; when: string; actions: Element[] }>(layoutJson)
const iconless: ReadonlySet<AlertEventKind> = new Set(['reopened', 'worsened'])

/** One line on what happened to an alert. */
export function alertEventCard({ now, at, kind, by, alert, withButton }: AlertEventData): Card {
  const { icon, title } = alertText(alert)
  const said = words.alerts.event[kind](
    words.alerts.number(alert.id),
    kind === 'resolved' ? endText(alert) : title,
    by ? escapeMarkdown(by.name, 60) : '',
  )
  const line = iconless.has(kind) ? `${icon} ${said}` : said
  const actions = withButton ? [button('showAlert', { alertId: alert.id })] : []
  return frame(layout({ line, when: moment(at, now), actions }), line)
}
