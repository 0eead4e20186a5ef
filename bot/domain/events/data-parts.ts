import { z } from 'zod'
import type { Person } from '#platform/base/person.ts'

/** A person in an event: the ID decides, the name is as it was then. */
export const personData = z.strictObject({ tenantId: z.guid(), objectId: z.guid(), name: z.string() }).meta({
  description: 'Entra tenant and object ID; the name is as it was then.',
})

/** Without anything else that the object has. */
export const personOf = ({ tenantId, objectId, name }: Person): z.infer<typeof personData> => ({
  tenantId,
  objectId,
  name,
})

export const eventTime = z.iso.datetime()
export const tenantField = z.guid().meta({ description: 'ID of the Entra tenant.' })
export const setField = z.string().meta({ description: 'ID of the permission set in the catalog.' })
