import type { ReadResult, TenantRead } from '#platform/microsoft/facts.ts'
import type { ThrottledReadResult, ThrottleFigures } from '#platform/microsoft/throttled-reads.ts'
import type { Requirement } from '../catalog/permission-set.ts'
import type { DirectoryChange } from './directory-change.ts'
import type { GroupRead, MemberRead } from './member.ts'
import type { Published } from './published.ts'
import type { Registration, RegistrationFields, ShownApp } from './registration.ts'

/** All reads from Microsoft Graph and the sign-in service. */
export interface Directory {
  /** Reads one tenant: one request, or two without a cached token. Failures are in the result, never thrown. */
  readTenant(
    tenantId: string,
    requirements: readonly Requirement[],
    options?: { freshToken?: boolean; signal?: AbortSignal },
  ): Promise<TenantRead>
  /**
   * As `readTenant`, for background syncs: with adaptive concurrency, not during a Retry-After, and with a short timeout.
   * `known`: digest of the previous read.
   */
  readTenantAgain(
    tenantId: string,
    requirements: readonly Requirement[],
    known?: string,
  ): Promise<ThrottledReadResult>
  /** When the Retry-After of this tenant, or without one of all tenants, ends. */
  throttledUntil(tenantId?: string): Date | undefined
  /** Figures about the background reads. */
  throttleFigures(): ThrottleFigures
  /** App registrations in the home tenant, keyed by the given client IDs; undefined: not found. */
  readRegistrations(
    clientIds: readonly string[],
    select?: RegistrationFields,
  ): Promise<ReadResult<Readonly<Record<string, Registration | undefined>>>>
  /** An app as Microsoft's consent page names it; undefined: not found. Takes 1.5 s at most, then `notRead`. */
  readShownApp(clientId: string): Promise<ReadResult<ShownApp | undefined>>
  /** What these APIs publish, as the home tenant has them. */
  readPublished(resourceAppIds: readonly string[]): Promise<ReadResult<Published>>
  /** Changes of an object since then, newest first, from the tenant's directory audit log. */
  readChanges(
    tenantId: string,
    about: { objectId: string; since: Date },
  ): Promise<ReadResult<readonly DirectoryChange[]>>
  /** Account of a person in the home tenant, and which of these groups they are in. Takes 1.5 s at most, then `notRead`. */
  readMember(objectId: string, groupIds: readonly string[]): Promise<MemberRead>
  /** A group of the home tenant with its transitive members; undefined: not found. Takes 1.5 s at most. */
  readGroup(groupId: string): Promise<ReadResult<GroupRead | undefined>>
  /**
   * GUID or domain → tenant ID, from the tenant's OpenID configuration, without a token.
   * @throws UserError TENANT_ID_INVALID, TENANT_IN_OTHER_CLOUD, or TENANT_NOT_FOUND_AT_MICROSOFT, and OutsideError
   */
  resolveTenant(text: string): Promise<string>
}
