import { frame } from './frame.ts'
import type { OutcomeData } from './outcome.ts'
import type { Card } from './render.ts'
import type { TenantRef } from './subjects.ts'

export interface DoctorData {
  now: Date
  /** What was pasted; absent = the empty form. */
  text?: string
  /** Absent with a text: not recognised. */
  diagnosis?: OutcomeData & {
    /** Microsoft's page or the Entra admin centre. */
    url?: string
    /** What the text also told. */
    traceId?: string
    correlationId?: string
    tenant?: TenantRef
  }
}

export function doctorCard(data: DoctorData): Card {
  return frame({
    fallbackText: 'Doctor',
    body: [{ type: 'TextBlock', text: JSON.stringify(data), wrap: true }],
  })
}
