import type { Deps } from '#domain/deps.ts'
import type { Scope } from '#domain/people/role-reading.ts'
import type { OutcomeData } from '../../../cards/outcome.ts'
import type { SettingsRole } from '../../../cards/settings-roles.ts'
import { outcomeRef } from './refs.ts'

/** Who has which role through which entry of the configuration, for the settings card. */
export async function readRoleSettings(
  { people }: Pick<Deps, 'people'>,
  scope: Scope,
): Promise<{ roles: readonly SettingsRole[]; hasNoApprover: boolean; accountsUnread?: OutcomeData }> {
  const { entries, hasNoApprover, accountsUnread } = await people.describe()
  const roles = entries.map(({ role, people: named, groups }) => ({
    role,
    people: named,
    groups: groups.map(({ groupId, name, members, isMissing, tenants, outcome }) => ({
      id: groupId,
      name,
      isMissing,
      ...(members !== undefined && { members }),
      // How many tenants others are limited to is a number of tenants that the person may not see.
      ...(tenants !== undefined && scope === 'all' && { tenants }),
      ...(outcome && { outcome: outcomeRef(outcome) }),
    })),
  }))
  return { roles, hasNoApprover, ...(accountsUnread && { accountsUnread: outcomeRef(accountsUnread) }) }
}
