import type { PermissionKey } from '../catalog/permission-set.ts'

/** What the APIs of the home tenant publish: by permission key its value. Disabled permissions can't be granted. */
export interface Published {
  /** App IDs of the APIs that were found. */
  apis: ReadonlyMap<string, string>
  values: ReadonlyMap<PermissionKey, string>
}
