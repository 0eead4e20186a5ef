import type { AlertCardData } from './alert-data.ts'
import { reasonInput } from './asking.ts'
import { button } from './buttons.ts'
import { endInputs } from './elements/end-input.ts'
import type { Element } from './render.ts'
import { en as words } from './words/en.ts'

const dayMs = 86_400_000

/** Hidden until Snooze is selected, or open where what was typed needs a change. */
export function snoozePart(data: AlertCardData): Element[] {
  const { state, snoozeDays: days, now, typed } = data
  if (state === 'snoozed') return []
  const { snoozeFor, snoozeReason, snoozeReasonHint, snoozeDay } = words.alerts
  const latest = new Date(now.getTime() + days * dayMs)
  const end = endInputs({ now, until: typed?.until, latest, label: snoozeDay(days), dayOnly: true })
  const reason = reasonInput({ label: snoozeReason, hint: snoozeReasonHint, value: typed?.reason ?? '' })
  return [
    {
      type: 'Container',
      id: 'snooze',
      isVisible: typed !== undefined,
      separator: true,
      items: [
        reason,
        ...end.inputs,
        { type: 'TextBlock', text: snoozeFor, wrap: true },
        { type: 'ActionSet', spacing: 'Small', actions: snoozes(data, end.data.endZone) },
      ],
    },
  ]
}

function snoozes({ id, version: v }: AlertCardData, endZone: string): Element[] {
  const input = { alertId: id, v }
  return [
    button('snoozeFourHours', { ...input, snooze: 'fourHours' }),
    button('snoozeTomorrow', { ...input, snooze: 'tomorrow' }),
    button('snoozeWeek', { ...input, snooze: 'week' }),
    button('snoozeUntil', { ...input, snooze: 'until', endZone }),
  ]
}
