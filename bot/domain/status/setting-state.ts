import type { ReadResult, SetFacts } from '#platform/microsoft/facts.ts'
import type { AdditionalSetting } from '../catalog/permission-set.ts'

/** `notApplicable`: there is no enterprise application yet that could hold a role. */
export type SettingState = 'present' | 'missing' | 'unreadable' | 'notApplicable'

/** The part of a read that shows whether a setting is there. */
export function resultOfSetting(setting: AdditionalSetting, facts: SetFacts): ReadResult<unknown> {
  return setting.kind === 'directoryRole' ? facts.directoryRoles : facts.servicePlans
}

/** Whether the tenant has an additional setting. Only a complete reading can say that it is missing. */
export function settingState(setting: AdditionalSetting, facts: SetFacts): SettingState {
  if (setting.kind === 'directoryRole') {
    if (!facts.servicePrincipal) return 'notApplicable'
    if (!facts.directoryRoles.read) return 'unreadable'
    const wanted = setting.roleTemplateId.toLowerCase()
    const held = facts.directoryRoles.value.some((role) => role.roleTemplateId.toLowerCase() === wanted)
    return held ? 'present' : 'missing'
  }
  if (!facts.servicePlans.read) return 'unreadable'
  const active = facts.servicePlans.value
  return setting.plans.some((plan) => active.includes(plan)) ? 'present' : 'missing'
}
