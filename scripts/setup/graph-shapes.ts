import { z } from 'zod'

/** What Graph answers, as far as setup uses it. */

export const registrationShape = z.object({
  id: z.string(),
  appId: z.string().transform((id) => id.toLowerCase()),
  uniqueName: z.string().nullish(),
  displayName: z.string(),
  signInAudience: z.string().nullish(),
  web: z.object({ redirectUris: z.array(z.string()).nullish() }).nullish(),
  identifierUris: z.array(z.string()).default([]),
  appRoles: z.array(z.looseObject({ id: z.string(), value: z.string().nullish() })).default([]),
  api: z.object({ requestedAccessTokenVersion: z.number().nullish() }).nullish(),
  requiredResourceAccess: z
    .array(
      z.object({
        resourceAppId: z.string(),
        resourceAccess: z.array(z.object({ id: z.string(), type: z.string() })),
      }),
    )
    .default([]),
  tags: z.array(z.string()).default([]),
})

export type FoundRegistration = z.output<typeof registrationShape>

export const registrationFields =
  'id,appId,uniqueName,displayName,signInAudience,web,identifierUris,appRoles,api,requiredResourceAccess,tags'

/** As they were read: they are sent back whole, because an update replaces the list. */
export const keysShape = z.object({
  keyCredentials: z
    .array(z.looseObject({ keyId: z.string(), key: z.string().nullish(), displayName: z.string().nullish() }))
    .default([]),
  passwordCredentials: z.array(z.unknown()).default([]),
})

export type FoundKey = z.output<typeof keysShape>['keyCredentials'][number]

export const trustShape = z.object({ id: z.string(), issuer: z.string(), subject: z.string() })

/** A person, or an app that registers others. */
export const ownerShape = z.object({
  id: z.string(),
  displayName: z.string().nullish(),
})

export type Owner = z.output<typeof ownerShape>

export const principalShape = z.object({
  id: z.string(),
  appId: z.string().transform((id) => id.toLowerCase()),
})

export const assignmentShape = z.object({ resourceId: z.string(), appRoleId: z.string() })

export const personShape = z.object({
  id: z.string(),
  displayName: z.string().nullish(),
  userPrincipalName: z.string(),
})

export type Person = z.output<typeof personShape>

export const organizationShape = z.object({
  id: z.string(),
  displayName: z.string().nullish(),
  verifiedDomains: z.array(z.object({ name: z.string(), isDefault: z.boolean().nullish() })).default([]),
})
