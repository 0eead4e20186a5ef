import { z } from 'zod'
import { type Answer, graphError, type RequestIds } from './answer.ts'

/** What Graph accepts in an application. Everything else is refused, and never ignored. */

const text = z.string()
const optionalText = text.nullish()
const id = z.guid().toLowerCase()

const keyCredential = z.strictObject({
  keyId: id.nullish(),
  type: z.literal('AsymmetricX509Cert'),
  usage: z.literal('Verify'),
  /** Base64 of the certificate; absent or null for one that stays. */
  key: text.nullish(),
  displayName: optionalText,
  customKeyIdentifier: optionalText,
  startDateTime: z.iso.datetime({ offset: true }).nullish(),
  endDateTime: z.iso.datetime({ offset: true }).nullish(),
})

const appRole = z.strictObject({
  id,
  value: text.regex(/^\S{1,120}$/),
  displayName: text.min(1).max(120),
  description: text.min(1),
  allowedMemberTypes: z.array(z.enum(['Application', 'User'])).min(1),
  isEnabled: z.boolean(),
  origin: text.nullish(),
})

const requiredResourceAccess = z.strictObject({
  resourceAppId: id,
  resourceAccess: z.array(z.strictObject({ id, type: z.enum(['Role', 'Scope']) })),
})

const web = z.strictObject({
  redirectUris: z.array(text).optional(),
  homePageUrl: optionalText,
  logoutUrl: optionalText,
  implicitGrantSettings: z
    .strictObject({
      enableAccessTokenIssuance: z.boolean().nullish(),
      enableIdTokenIssuance: z.boolean().nullish(),
    })
    .optional(),
  redirectUriSettings: z.array(z.strictObject({ uri: text, index: z.int().nullish() })).optional(),
})

const application = z.strictObject({
  displayName: text.min(1).max(256).optional(),
  uniqueName: text.min(1).optional(),
  signInAudience: z
    .enum(['AzureADMyOrg', 'AzureADMultipleOrgs', 'AzureADandPersonalMicrosoftAccount'])
    .optional(),
  identifierUris: z.array(text).optional(),
  notes: optionalText,
  tags: z.array(text.min(1).max(256)).optional(),
  isFallbackPublicClient: z.boolean().nullish(),
  api: z
    .strictObject({ requestedAccessTokenVersion: z.union([z.literal(1), z.literal(2)]).nullish() })
    .optional(),
  appRoles: z.array(appRole).optional(),
  keyCredentials: z.array(keyCredential).optional(),
  requiredResourceAccess: z.array(requiredResourceAccess).optional(),
  web: web.optional(),
})

export type ApplicationChange = z.output<typeof application>
export type KeyCredential = z.output<typeof keyCredential>

/** The change that a body asks for, or the answer that refuses it. */
export function readApplication(body: unknown, ids: RequestIds): ApplicationChange | Answer {
  const bad = (words: string): Answer => graphError(ids, 400, 'Request_BadRequest', words)
  if (typeof body !== 'object' || body === null) return bad('The request body must be a JSON object.')
  if ('passwordCredentials' in body) {
    return bad("Property 'passwordCredentials' can't be written. Use addPassword and removePassword.")
  }
  const read = application.safeParse(body)
  if (read.success) return read.data
  const [issue] = read.error.issues
  if (issue?.code === 'unrecognized_keys') return bad(`Invalid property '${issue.keys[0]}'.`)
  return bad(`Invalid value specified for property '${String(issue?.path[0])}' of resource 'Application'.`)
}

/** Of zod's answer and ours: a refusal has a status. */
export const isRefusal = (value: object): value is Answer => 'status' in value && 'body' in value
