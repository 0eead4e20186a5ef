import type { ReadResult, SetFacts } from '#platform/microsoft/facts.ts'
import type { Who } from '#platform/microsoft/outcome.ts'
import { whoFor } from '#platform/microsoft/outcomes.ts'
import type { AdditionalSetting } from '../catalog/permission-set.ts'

type ReadableSetting = Exclude<AdditionalSetting, { kind: 'byHand' }>

/** `notApplicable`: the enterprise application, which would have the role, is not installed yet. */
export type SettingState = 'present' | 'missing' | 'unreadable' | 'notApplicable'

/** Whether an API shows it; what people say about the others is in `by-hand.ts`. */
export const hasDetector = (setting: AdditionalSetting): setting is ReadableSetting =>
  setting.kind !== 'byHand'

/** The least role that can give the tenant what is missing. */
export const whoSets = ({ kind }: ReadableSetting): Who =>
  kind === 'directoryRole' ? 'privilegedRoleAdministrator' : whoFor('licenceMissing')

/** The part of a read that shows a setting. */
export function resultOfSetting(setting: ReadableSetting, facts: SetFacts): ReadResult<unknown> {
  return setting.kind === 'directoryRole' ? facts.directoryRoles : facts.servicePlans
}

/** Whether the tenant has an additional setting. It is `missing` only if its part of the read succeeded. */
export function settingState(setting: ReadableSetting, facts: SetFacts): SettingState {
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
