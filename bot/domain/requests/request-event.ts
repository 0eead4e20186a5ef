import { z } from 'zod'
import { eventTime, personData, personOf, setField } from '../events/data-parts.ts'
import { type EventDraft, eventTypes } from '../events/event.ts'
import { requestKinds } from '../people/act-kinds.ts'
import { type Request, requestStates } from './request.ts'

/** Data of `com.grantkeeper.request.changed.v1`. */
export const requestChangedData = z.strictObject({
  id: z.string(),
  code: z.string().meta({ description: 'As on its cards.' }),
  kind: z.enum(requestKinds),
  state: z.enum(requestStates),
  set: setField.exactOptional(),
  tenants: z.array(z.guid()).meta({ description: 'IDs of the Entra tenants; empty: all.' }),
  until: eventTime.exactOptional().meta({ description: 'Of access for a time.' }),
  reason: z.string().meta({ description: 'As it was typed.' }),
  reference: z.string().exactOptional().meta({ description: 'Ticket or case number in another system.' }),
  requester: personData,
  createdAt: eventTime,
  expiresAt: eventTime,
  handedTo: personData.exactOptional().meta({ description: 'Who was asked by name to decide.' }),
  endedAt: eventTime.exactOptional(),
  decidedBy: personData.exactOptional().meta({ description: 'Absent: no person ended it.' }),
  decisionReason: z.string().exactOptional().meta({ description: 'As it was typed.' }),
  cause: z.string().exactOptional().meta({ description: 'Why it became invalid, such as changed.' }),
})

/** The event of a request that was made, handed over, or ended. About several tenants, or all, it has none as its subject. */
export function requestEvent(request: Request, at: Date): EventDraft {
  const { id, code, kind, state, setId, tenantIds, until, reason, reference } = request
  const { requester, createdAt, expiresAt, handed, endedAt, decision } = request
  const data: z.infer<typeof requestChangedData> = {
    ...{ id, code, kind, state },
    ...(setId !== undefined && { set: setId }),
    tenants: [...tenantIds],
    ...(until !== undefined && { until: new Date(until).toISOString() }),
    reason,
    ...(reference !== undefined && { reference }),
    requester: personOf(requester),
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    ...(handed && { handedTo: personOf(handed.to) }),
    ...(endedAt && { endedAt: endedAt.toISOString() }),
    ...(decision?.by && { decidedBy: personOf(decision.by) }),
    ...(decision?.reason !== undefined && { decisionReason: decision.reason }),
    ...(decision?.cause && { cause: decision.cause }),
  }
  const [tenantId] = tenantIds.length === 1 ? tenantIds : []
  return { type: eventTypes.request, at, tenantId, setId, data }
}
