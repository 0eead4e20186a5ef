import type { ReadResult, TenantRead } from '#platform/microsoft/facts.ts'
import type { ThrottledReadResult, ThrottleFigures } from '#platform/microsoft/throttled-reads.ts'
import type { Requirement } from '../catalog/permission-set.ts'
import type { DirectoryChange } from './directory-change.ts'
import type { GroupRead, MemberRead } from './member.ts'
import type { Registration } from './registration.ts'

/** Everything Grantkeeper asks Microsoft. */
export interface Directory {
  /** One read of one tenant: 1 request warm, 2 cold. Never throws for what Microsoft answered; `TenantRead` says it. */
  readTenant(
    tenantId: string,
    requirements: readonly Requirement[],
    options?: { freshToken?: boolean; signal?: AbortSignal },
  ): Promise<TenantRead>
  /**
   * As `readTenant`, as one of many that nobody waits for: as many at once as Microsoft takes well, none that is to be left
   * alone, and none longer than others can wait. `known`: digest of what the tenant told before.
   */
  readTenantAgain(
    tenantId: string,
    requirements: readonly Requirement[],
    known?: string,
  ): Promise<ThrottledReadResult>
  /** Until when Microsoft wants this tenant, or without one all of them, to be left alone. */
  throttledUntil(tenantId?: string): Date | undefined
  /** How the many reads go. */
  throttleFigures(): ThrottleFigures
  /** The registrations of these client ids in the home tenant, keyed as given; undefined = there is none. */
  readRegistrations(
    clientIds: readonly string[],
  ): Promise<ReadResult<Readonly<Record<string, Registration | undefined>>>>
  /** Who changed one object of a tenant lately, the newest first, from its directory audit. */
  readChanges(
    tenantId: string,
    about: { objectId: string; since: Date },
  ): Promise<ReadResult<readonly DirectoryChange[]>>
  /**
   * What the home tenant says of one person: the account, and which of these groups they are in. Somebody waits for it, so
   * it takes 1.5 s at most; what was not answered by then is unread.
   */
  readMember(objectId: string, groupIds: readonly string[]): Promise<MemberRead>
  /** A group of the home tenant with the people in it, nested groups too; undefined = there is none. Takes 1.5 s at most. */
  readGroup(groupId: string): Promise<ReadResult<GroupRead | undefined>>
  /**
   * GUID or domain → tenant id by the tenant's own OpenID configuration, without a token.
   * Throws UserError TENANT_ID_INVALID or TENANT_NOT_FOUND_AT_MICROSOFT, and OutsideError.
   */
  resolveTenant(text: string): Promise<string>
}
