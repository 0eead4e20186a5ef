import { z } from 'zod'
import type { SetFacts } from '#platform/microsoft/facts.ts'
import { type Outcome, whoCodes } from '#platform/microsoft/outcome.ts'
import type { Stored } from '#platform/storage/stored.ts'
import type { PermissionKey } from '../catalog/permission-set.ts'
import type { Judged } from '../status/judged.ts'
import type { GrantMemory } from '../status/memory.ts'
import { type Evaluation, statuses } from '../status/status.ts'

/** The part of an evaluation that is stored as JSON; the rest has columns. */
export type EvaluationRest = Omit<Evaluation, 'status' | 'usable'> & { judged?: Judged }

const text = z.string()
const time = z.iso.datetime()
const key = z.custom<PermissionKey>(
  (value) => typeof value === 'string' && /^[^/]+\/(application|delegated)\/[^/]+$/.test(value),
)

const outcome = z.object({
  service: z.enum(['login', 'graph', 'network']),
  name: text,
  class: z.enum(['admin', 'publisher', 'policy', 'passing', 'state']),
  code: text.exactOptional(),
  requestId: text.exactOptional(),
  retryAfterMs: z.number().exactOptional(),
  policyId: text.exactOptional(),
  field: text.exactOptional(),
}) satisfies z.ZodType<Outcome>

const readResult = <T extends z.ZodType>(value: T) =>
  z.discriminatedUnion('read', [
    z.object({ read: z.literal(true), value }),
    z.object({ read: z.literal(false), outcome }),
  ])

export const factsSchema = z.object({
  servicePrincipal: z
    .object({
      id: text,
      accountEnabled: z.boolean(),
      isDisabled: z.boolean(),
      disabledByMicrosoft: text.exactOptional(),
    })
    .exactOptional(),
  appRoles: z.array(z.object({ resourceAppId: text.exactOptional(), resourceName: text, appRoleId: text })),
  scopes: z.array(z.object({ resourceAppId: text.exactOptional(), value: text })),
  resources: z.array(text),
  directoryRoles: readResult(z.array(z.object({ roleTemplateId: text, via: z.enum(['direct', 'group']) }))),
  servicePlans: readResult(z.array(text)),
  predecessors: z.array(z.object({ appId: text, objectId: text, name: text })).exactOptional(),
}) satisfies z.ZodType<Stored<SetFacts>>

const person = z.object({ tenantId: text, objectId: text, name: text })
const trouble = z.object({ at: time, outcome })

/** `memory_json`. Fields of a later version are allowed and ignored. */
export const memorySchema = z.object({
  facts: z.object({ at: time, value: factsSchema }).exactOptional(),
  readFailure: trouble.exactOptional(),
  connectionLost: trouble.extend({ confirmedAt: time.exactOptional() }).exactOptional(),
  verified: z.object({ at: time, permissions: z.array(key), clientId: text.exactOptional() }).exactOptional(),
  losses: z.array(z.object({ key, since: time, confirmed: z.boolean() })).exactOptional(),
  lossSeenAt: time.exactOptional(),
  lossConfirmedAt: time.exactOptional(),
  unexplained: z
    .array(z.object({ id: text, since: time, confirmed: z.boolean(), goneSince: time.exactOptional() }))
    .exactOptional(),
  consent: z
    .object({ consentId: text, phase: z.enum(['linkOut', 'spreading']), since: time })
    .exactOptional(),
  failure: trouble.exactOptional(),
  confirmations: z.array(z.object({ setting: text, at: time, by: person, clientId: text })).exactOptional(),
  predecessors: z
    .array(
      z.object({
        appId: text,
        objectId: text,
        name: text,
        since: time,
        missingSince: time.exactOptional(),
        held: z
          .object({ at: time, count: z.number(), names: z.array(text), tierZero: z.number() })
          .exactOptional(),
      }),
    )
    .exactOptional(),
  blocked: z
    .object({
      at: time,
      by: person,
      reason: text.exactOptional(),
      isFinal: z.literal(true).exactOptional(),
    })
    .exactOptional(),
  open: z
    .object({
      at: time,
      until: time,
      by: person,
      approvedBy: person.exactOptional(),
      reason: text.exactOptional(),
      reference: text.exactOptional(),
    })
    .exactOptional(),
}) satisfies z.ZodType<Stored<GrantMemory>>

/** `memory_json` with null in the place of the facts. */
export type StoredBesideFacts = Omit<Stored<GrantMemory>, 'facts'> & { facts: { at: string; value: null } }
export const memoryBesideFactsSchema: z.ZodType<StoredBesideFacts> = memorySchema.extend({
  facts: z.object({ at: time, value: z.null() }),
})

export const judgedSchema = z.object({
  by: text,
  readAt: z.number(),
  from: z.number().exactOptional(),
  until: z.number().exactOptional(),
  granted: z.number(),
  objectId: text.exactOptional(),
  consentId: text.exactOptional(),
  failed: z.literal(true).exactOptional(),
}) satisfies z.ZodType<Judged>

/** `evaluation_json`. A later version may have more codes of the same form. */
export const evaluationSchema = z.object({
  findings: z.array(
    z.object({
      code: z.custom<EvaluationRest['findings'][number]['code']>(
        (value) => typeof value === 'string' && /^[A-Z_]+$/.test(value),
      ),
      // A role that only a later version knows: whoever runs this can find out.
      who: z.enum(whoCodes).catch('operator'),
      since: time.exactOptional(),
      permissions: z.array(key).exactOptional(),
      facts: z.record(text, text).exactOptional(),
    }),
  ),
  lastKnown: z.enum(statuses).exactOptional(),
  judged: judgedSchema.exactOptional(),
}) satisfies z.ZodType<Stored<EvaluationRest>>
