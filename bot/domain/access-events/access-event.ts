import { z } from 'zod'
import { eventTime, setField, tenantField } from '../events/data-parts.ts'
import { statuses } from '../status/status.ts'

const status = z.enum(statuses)
const since = eventTime.meta({ description: 'Time when the status began.' })
const reason = z
  .string()
  .regex(/^[A-Z]+(_[A-Z]+)*$/)
  .meta({ description: 'Code of the first finding; NO_SUCH_GRANT for a tenant or set that is not there.' })

/** Data of `com.grantkeeper.access.changed.v1`: the words of the access API. */
export const accessChangedData = z.strictObject({
  tenant: tenantField,
  set: setField,
  allowed: z.boolean().meta({
    description: 'Whether the apps of the set can use their Entra data in this tenant, until validUntil.',
  }),
  validUntil: eventTime.exactOptional().meta({
    description:
      'If allowed: when that ends unless the tenant is read before. No event is sent then, and none when a read moves it: ask the access API.',
  }),
  until: eventTime.exactOptional().meta({ description: 'If allowed for a time only: its end.' }),
  status,
  since,
  reason,
  apps: z.array(z.string()).meta({ description: 'IDs of the apps of the set.' }),
})

/** Data of `com.grantkeeper.status.changed.v1`. */
export const statusChangedData = z.strictObject({
  tenant: tenantField,
  set: setField,
  status,
  previousStatus: status,
  since,
  reason,
  findings: z.array(
    z.strictObject({
      code: reason,
      who: z.string().meta({ description: 'The least role that can act.' }),
      since: eventTime.exactOptional(),
    }),
  ),
})

export type AccessChanged = z.infer<typeof accessChangedData>
export type StatusChanged = z.infer<typeof statusChangedData>
