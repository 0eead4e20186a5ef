import type { PermissionType } from '../catalog/permission-set.ts'

/** App registration of a set in the home tenant. GUIDs lower case. */
export interface Registration {
  requiredResourceAccess: { resourceAppId: string; type: PermissionType; id: string }[]
  multiTenant: boolean
  redirectUris: string[]
  isDisabled: boolean
  /** When the last secret or certificate expires. */
  credentialEndsAt?: Date
}

/** `list`: without the credentials and their end. */
export type RegistrationFields = 'all' | 'list'

/** An app as Microsoft's consent page names it. */
export interface ShownApp {
  name: string
  /** Whom Microsoft has verified; absent: nobody, and the page says so. */
  verifiedPublisher?: string
}
