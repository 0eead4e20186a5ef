import { z } from 'zod'
import { eventTime, setField, tenantField } from '../events/data-parts.ts'
import { type EventDraft, eventTypes } from '../events/event.ts'
import { type Alert, alertStates, severities } from './alert.ts'

/** Data of `com.grantkeeper.alert.changed.v1`. */
export const alertChangedData = z.strictObject({
  number: z.int().meta({ description: 'The number that people see. An alert that opens again keeps it.' }),
  tenant: tenantField.exactOptional().meta({ description: 'Absent: it is about this installation.' }),
  set: setField.exactOptional(),
  condition: z.string().meta({ description: 'What is wrong, such as permissionsRemoved.' }),
  severity: z.enum(severities),
  state: z.enum(alertStates),
  openedAt: eventTime,
  snoozedUntil: eventTime.exactOptional(),
  resolvedAt: eventTime.exactOptional(),
  because: z.string().exactOptional().meta({ description: 'Of a resolved alert: why, such as recovered.' }),
  reference: z.string().exactOptional().meta({ description: 'Ticket or case number in another system.' }),
  findings: z.array(
    z.strictObject({
      code: z.string(),
      who: z.string().meta({ description: 'The least role that can act.' }),
    }),
  ),
})

/** The event of a changed alert. Names that were read in a tenant stay on its card. */
export function alertEvent(alert: Alert, at: Date): EventDraft {
  const { tenantId, setId, condition, severity, state, reference } = alert
  const { snoozedUntil, resolvedAt, marks, detail } = alert
  const data: z.infer<typeof alertChangedData> = {
    number: alert.id,
    ...(tenantId !== undefined && { tenant: tenantId }),
    ...(setId !== undefined && { set: setId }),
    ...{ condition, severity, state },
    openedAt: alert.openedAt.toISOString(),
    ...(snoozedUntil && { snoozedUntil: snoozedUntil.toISOString() }),
    ...(state === 'resolved' && resolvedAt && { resolvedAt: resolvedAt.toISOString() }),
    ...(state === 'resolved' && marks.ended && { because: marks.ended.because }),
    ...(reference !== undefined && { reference }),
    findings: (detail.findings ?? []).map(({ code, who }) => ({ code, who })),
  }
  return { type: eventTypes.alert, at, tenantId, setId, data }
}
