import { z } from 'zod'
import { mostAtOnce } from '#domain/people/second-person.ts'
import { unpackIds } from '../../../cards/pack-ids.ts'
import type { Given } from '../teams/grammar/form.ts'

/** Schemas of what cards send: IDs, versions and places in a list. */
export const guid = z.guid().transform((id) => id.toLowerCase())
export const setId = z.string().regex(/^[a-z0-9-]{1,60}$/)
/** IDs that this program generated: base64url of 32 bytes. */
export const ownId = z.string().regex(/^[\w-]{20,64}$/)
export const version = z.number().int().nonnegative()
export const page = z.number().int().min(1).max(10_000).default(1)
export const nothing = z.object({})

export const alertId = z.number().int().positive()
export const digestId = z.number().int().positive()
export const versionedAlert = z.object({ alertId, v: version })

/** Tenants as one text, as the buttons of requests carry them. */
export const packedIds = z
  .string()
  .max(22 * mostAtOnce)
  .transform((text, context): string[] => {
    const ids = unpackIds(text)
    if (ids) return ids
    context.addIssue({ code: 'custom', message: 'These are no packed ids.' })
    return z.NEVER
  })

/** Tenants beside the first one, typed in one line. */
export const more = z
  .array(guid)
  .max(mostAtOnce - 1)
  .default([])

/** What several tenants wait for, as a card named it; whatever is not there any more is found nowhere. */
export const waitingGroup = z.object({
  who: z.string().max(60),
  code: z.string().max(60).optional(),
  setId: setId.optional(),
})

export const requestRef = z.object({ requestId: ownId, v: version })
/** Up to which page a person has read a request, as the last card proves it. */
export const readProof = z.object({ seen: z.number().int().min(1).max(1_000), proof: z.string().max(64) })
export const grantRef = z.object({ tenantId: guid, setId })
export const noticeRef = z.object({ noticeId: z.number().int().positive() })
export const versionedNotice = noticeRef.extend({ v: version })
export const leavingRef = z.object({ leavingId: z.number().int().positive() })
export const campaignRef = z.object({ campaignId: z.number().int().positive() })

/** A message that could not be delivered, as its card showed it. */
export const letterRef = z.object({ letterId: z.number().int().positive(), v: version })
export const versionedGrant = grantRef.extend({ v: version })

/** The tenants of a line, the first one apart. */
export function firstAndMore({ tenants }: Pick<Given, 'tenants'>): { tenantId: string; more: string[] } {
  const [first = '', ...others] = tenants.map(({ id }) => id)
  return { tenantId: first, more: others }
}

/** A set in the tenants of a line, the first one apart. */
export const setInSome = ({ set, tenants, until }: Pick<Given, 'set' | 'tenants' | 'until'>) => ({
  setId: set?.id ?? '',
  ...firstAndMore({ tenants }),
  ...(until && { until: until.toISOString() }),
})

/** The order about the tenants of such an input. */
export const orderInSome = <K extends string>(
  kind: K,
  { tenantId, more, setId }: { tenantId: string; more: readonly string[]; setId?: string },
) => ({ kind, tenantIds: [tenantId, ...more], ...(setId !== undefined && { setId }) })
