import type { Permission, PermissionSet, Requirement } from '../catalog/permission-set.ts'
import type { Grant } from '../grants/grant.ts'
import type { Refusal } from '../grants/refusal.ts'
import type { RegistrationProblem } from '../requirements/registration-problem.ts'
import type { Signer } from '../status/least-role.ts'
import type { Tenant } from '../tenants/tenant.ts'

export interface TenantPlan {
  tenant: Tenant
  grant?: Grant
  /** Permissions that Microsoft will add. */
  adds: readonly Permission[]
  /** Number of required permissions that are already granted. */
  keeps: number
  /** The reader app must be consented to first. */
  needsConnection: boolean
  refusal?: Refusal
  /** A consent is under way; a new link ends it. */
  hasLink: boolean
  /** Names of required APIs by what prevents their use there, as of the last read; consent can fail, or tokens are refused. */
  apis: { absent: readonly string[]; disabled: readonly string[] }
}

export interface GrantPlan {
  set: PermissionSet
  requirement: Requirement
  /** What the buttons say. `update`: wherever something can start, it only adds what is newly required. */
  kind: 'grant' | 'update'
  tenants: readonly TenantPlan[]
  /** Why the registration was not in order when it was last read; it is read again before a link. */
  registration?: RegistrationProblem | undefined
  /** Least role that can consent. */
  signer: Signer
  /** For a time: when its apps lose the data again. */
  until?: Date
  /** Changes when anything a person decides on changes. */
  version: string
}
