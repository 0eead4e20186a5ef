import { z } from 'zod'
import { pageOf } from '#platform/microsoft/paging.ts'

/*
 * Rows of Graph with the properties that are used. Others are dropped; a required property that is missing or of another
 * type makes the whole list unreadable, never shorter.
 */

/** Half a character can't stand in an address, and so in no question about the object. */
const wellFormed = z.string().refine((text) => text.isWellFormed(), 'Expected whole characters')
const guid = wellFormed.min(1).transform((id) => id.toLowerCase())
const optionalText = z.string().nullish()
/** Null or empty if the API was removed from the tenant; the row then matches no requirement. */
const resourceGuid = wellFormed.nullable().transform((id) => id?.toLowerCase() ?? '')

/** Whom a row is about. Absent in no answer that Graph documents; where it's there, it must be the one that was asked. */
const aboutGuid = guid.nullish()

export const principalRow = z.object({
  id: guid,
  appId: guid,
  displayName: optionalText,
  accountEnabled: z.boolean().nullish(),
  isDisabled: z.boolean().nullish(),
  disabledByMicrosoftStatus: optionalText,
})
export const principalPage = pageOf(principalRow)
export type Principal = z.infer<typeof principalPage>['value'][number]

export const assignmentPage = pageOf(
  z.object({
    principalId: aboutGuid,
    appRoleId: guid,
    resourceId: resourceGuid,
    resourceDisplayName: optionalText,
  }),
)
export type Assignment = z.infer<typeof assignmentPage>['value'][number]

/** Of everybody or of one person. A kind that isn't known could be either, and the list without it would look like a loss. */
const consentType = z
  .string()
  .transform((kind) => kind.toLowerCase())
  .pipe(z.enum(['allprincipals', 'principal']))

export const grantPage = pageOf(
  z.object({ clientId: aboutGuid, consentType, resourceId: resourceGuid, scope: optionalText }),
)
export type DelegatedGrant = z.infer<typeof grantPage>['value'][number]

export const organizationPage = pageOf(
  z.object({
    id: aboutGuid,
    displayName: optionalText,
    verifiedDomains: z.array(z.object({ name: z.string(), isDefault: z.boolean().nullish() })).nullish(),
  }),
)

export const roleAssignmentPage = pageOf(
  z.object({ principalId: guid, directoryScopeId: optionalText, roleDefinitionId: guid }),
)
export type RoleAssignment = z.infer<typeof roleAssignmentPage>['value'][number]

export const idPage = pageOf(z.object({ id: guid }))

export const skuPage = pageOf(
  z.object({
    capabilityStatus: z.string(),
    servicePlans: z.array(z.object({ servicePlanName: z.string(), provisioningStatus: z.string() })),
  }),
)
export type Sku = z.infer<typeof skuPage>['value'][number]

export const applicationBody = z.object({
  appId: guid,
  requiredResourceAccess: z.array(
    z.object({
      resourceAppId: guid,
      resourceAccess: z.array(z.object({ id: guid, type: z.enum(['Role', 'Scope']) })),
    }),
  ),
  signInAudience: z.string(),
  web: z.object({ redirectUris: z.array(z.string()).nullish() }).nullish(),
  isDisabled: z.boolean().nullish(),
  passwordCredentials: z.array(z.object({ endDateTime: optionalText, hint: optionalText })).nullish(),
  keyCredentials: z
    .array(z.object({ endDateTime: optionalText, customKeyIdentifier: optionalText }))
    .nullish(),
  appRoles: z
    .array(
      z.object({
        value: optionalText,
        isEnabled: z.boolean().nullish(),
        allowedMemberTypes: z.array(z.string()),
      }),
    )
    .nullish(),
  identifierUris: z.array(z.string()).nullish(),
})

/** What Microsoft's consent page says of an app. */
export const shownAppBody = z.object({
  appId: guid,
  displayName: z.string().min(1),
  verifiedPublisher: z.object({ displayName: optionalText }).nullish(),
})

const publishedRow = { id: guid, value: optionalText, isEnabled: z.boolean().nullish() }

/** An API with what it publishes. */
export const publisherBody = z.object({
  appId: guid,
  displayName: optionalText,
  appRoles: z.array(z.object({ ...publishedRow, allowedMemberTypes: z.array(z.string()) })),
  oauth2PermissionScopes: z.array(z.object(publishedRow)),
})

export const userBody = z.object({
  id: guid,
  displayName: optionalText,
  /** Null for accounts older than the property, which are members. */
  userType: optionalText,
  accountEnabled: z.boolean(),
})

export const memberGroups = z.object({ value: z.array(guid) })

export const groupBody = z.object({ id: guid, displayName: optionalText })

/** Members are users, groups, devices, or apps; only users have `accountEnabled`. */
export const memberPage = pageOf(
  z.object({
    '@odata.type': z.string().optional(),
    id: guid,
    displayName: optionalText,
    userType: optionalText,
    accountEnabled: z.boolean().nullish(),
  }),
)
