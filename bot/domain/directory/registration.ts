import type { PermissionType } from '../catalog/permission-set.ts'

/** `signInAudience` of registrations that other tenants can consent to. */
export const multiTenantAudiences: ReadonlySet<string | null | undefined> = new Set([
  'AzureADMultipleOrgs',
  'AzureADandPersonalMicrosoftAccount',
])

/** App registration of a set in the home tenant. GUIDs lower case. */
export interface Registration {
  requiredResourceAccess: { resourceAppId: string; type: PermissionType; id: string }[]
  multiTenant: boolean
  redirectUris: string[]
  isDisabled: boolean
  /** When the last secret or certificate expires. */
  credentialEndsAt?: Date
  /** Only with the fields `whole`. */
  whole?: WholeRegistration
}

/** What only a check of the whole installation asks. */
export interface WholeRegistration {
  /** Secrets by their first characters, certificates by their thumbprint, as Entra shows them. */
  credentials: readonly { kind: 'secret' | 'certificate'; shown: string; endsAt: Date }[]
  /** Roles that apps can be given here, by value. */
  appRoles: readonly string[]
  identifierUris: readonly string[]
}

/** `list`: without the credentials and their end. `whole`: also which credential is which, and what the app exposes. */
export type RegistrationFields = 'all' | 'list' | 'whole'

/** An app as Microsoft's consent page names it. */
export interface ShownApp {
  name: string
  /** Whom Microsoft has verified; absent: nobody, and the page says so. */
  verifiedPublisher?: string
}
