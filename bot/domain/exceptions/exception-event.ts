import { z } from 'zod'
import { eventTime, personData, personOf, setField, tenantField } from '../events/data-parts.ts'
import { type EventDraft, eventTypes } from '../events/event.ts'
import { type Exception, exceptionEnds } from './exception.ts'

/** Data of `com.grantkeeper.exception.changed.v1`. */
export const exceptionChangedData = z.strictObject({
  id: z.string(),
  tenant: tenantField,
  set: setField.exactOptional().meta({ description: 'Absent: it is about the whole tenant.' }),
  code: z.string().meta({ description: 'Code of the finding that is accepted.' }),
  state: z.enum(['accepted', 'ended']),
  reason: z.string().meta({ description: 'As it was typed.' }),
  owner: personData,
  by: personData.meta({ description: 'Who accepted it.' }),
  acceptedAt: eventTime,
  endsAt: eventTime,
  endedAt: eventTime.exactOptional(),
  because: z.enum(exceptionEnds).exactOptional(),
  endedBy: personData.exactOptional(),
})

/** The event of an exception that began or ended. */
export function exceptionEvent(exception: Exception, at: Date): EventDraft {
  const { id, tenantId, finding, reason, owner, by, acceptedAt, endsAt, ended } = exception
  const setId = exception.setId === '' ? undefined : exception.setId
  const data: z.infer<typeof exceptionChangedData> = {
    ...{ id, tenant: tenantId },
    ...(setId !== undefined && { set: setId }),
    ...{ code: finding.code, state: ended ? 'ended' : 'accepted', reason },
    ...{ owner: personOf(owner), by: personOf(by) },
    acceptedAt: acceptedAt.toISOString(),
    endsAt: endsAt.toISOString(),
    ...(ended && { endedAt: ended.at.toISOString(), because: ended.because }),
    ...(ended?.by && { endedBy: personOf(ended.by) }),
  }
  return { type: eventTypes.exception, at, tenantId, setId, data }
}
