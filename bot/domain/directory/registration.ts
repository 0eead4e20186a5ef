import type { PermissionType } from '../catalog/permission-set.ts'

/** What the app registration of a set says in the home tenant. GUIDs lower case. */
export interface Registration {
  requiredResourceAccess: { resourceAppId: string; type: PermissionType; id: string }[]
  multiTenant: boolean
  redirectUris: string[]
  isDisabled: boolean
  /** When its last secret or certificate ends. */
  credentialEndsAt?: Date
}
