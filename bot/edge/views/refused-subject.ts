import { z } from 'zod'
import { exportFormats } from '#domain/audit/export-store.ts'
import { type RequestKind, requestKinds } from '#domain/people/act-kinds.ts'
import { mostAtOnce } from '#domain/people/second-person.ts'
import { unpackIds } from '../../../cards/pack-ids.ts'

const guid = z.guid().transform((id) => id.toLowerCase())
const guids = z.array(guid).max(mostAtOnce).catch([])
const ownId = z.string().regex(/^[\w-]{20,64}$/)
const number = z.number().int().positive()

/** What an input of any action is about. It can be older than this program, or forged: what doesn't fit is left out. */
const fields = z
  .object({
    tenantId: guid.optional().catch(undefined),
    tenantIds: guids,
    more: guids,
    tenants: z
      .string()
      .max(22 * mostAtOnce)
      .optional()
      .catch(undefined),
    setId: z
      .string()
      .regex(/^[a-z0-9-]{1,60}$/)
      .optional()
      .catch(undefined),
    kind: z.enum(requestKinds).optional().catch(undefined),
    requestId: ownId.optional().catch(undefined),
    consentId: ownId.optional().catch(undefined),
    runId: ownId.optional().catch(undefined),
    alertId: number.optional().catch(undefined),
    campaignId: number.optional().catch(undefined),
    until: z.iso.datetime().optional().catch(undefined),
    noticeId: number.optional().catch(undefined),
    leavingId: number.optional().catch(undefined),
    domain: z.string().max(4_000).optional().catch(undefined),
    format: z.enum(exportFormats).optional().catch(undefined),
    reason: z.string().max(4_000).optional().catch(undefined),
  })
  .catch({ tenantIds: [], more: [] })

export type RefusedSubject = Omit<z.infer<typeof fields>, 'tenantId' | 'more' | 'tenants'>

export function readSubject(input: unknown): RefusedSubject {
  const { tenantId, tenantIds, more, tenants, ...rest } = fields.parse(input)
  const packed = (tenants && unpackIds(tenants)) || []
  return {
    ...rest,
    tenantIds: [...new Set([...(tenantId ? [tenantId] : []), ...more, ...tenantIds, ...packed])],
  }
}

/** The request that does the same as an action which only an approver may carry out. */
export const requestOfVerb: Readonly<Record<string, RequestKind>> = {
  'grant.plan': 'grant',
  'grant.start': 'grant',
  'grant.block': 'block',
  'grant.confirmBlock': 'block',
  'grant.unblock': 'unblock',
  'grant.openForm': 'open',
  'grant.confirmUnblock': 'unblock',
  'grant.undoBlock': 'unblock',
  'grant.reset': 'reset',
  'grant.accept': 'accept',
  'grant.confirmAccept': 'accept',
  'baseline.confirm': 'baseline',
  'tenant.remove': 'remove',
  'tenant.confirmRemove': 'remove',
}
