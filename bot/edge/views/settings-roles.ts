import type { Deps } from '#domain/deps.ts'
import type { SettingsRole } from '../../../cards/settings-roles.ts'
import { outcomeRef } from './refs.ts'

/** Who has which role through which entry of the configuration, for the settings card. */
export async function readRoleSettings({
  people,
}: Pick<Deps, 'people'>): Promise<{ roles: readonly SettingsRole[]; hasNoApprover: boolean }> {
  const { entries, hasNoApprover } = await people.describe()
  const roles = entries.map(({ role, people: named, groups }) => ({
    role,
    people: named,
    groups: groups.map(({ groupId, name, members, isMissing, tenants, outcome }) => ({
      id: groupId,
      name,
      isMissing,
      ...(members !== undefined && { members }),
      ...(tenants !== undefined && { tenants }),
      ...(outcome && { outcome: outcomeRef(outcome) }),
    })),
  }))
  return { roles, hasNoApprover }
}
