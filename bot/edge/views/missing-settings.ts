import type { Requirement } from '#domain/catalog/permission-set.ts'
import type { Deps } from '#domain/deps.ts'
import type { Grant } from '#domain/grants/grant.ts'
import { byHandState } from '#domain/status/by-hand.ts'
import { settingState } from '#domain/status/setting-state.ts'

/**
 * Names of the settings that are not there, as of the last read, or that nobody has confirmed. Before the first read, none
 * is known to be there.
 */
export function missingSettings(
  { clock }: Pick<Deps, 'clock'>,
  requirement: Requirement,
  grant: Grant | undefined,
): string[] {
  const { memory = {} } = grant ?? {}
  const facts = memory.facts?.value
  const isOpen = (setting: Requirement['settings'][number]): boolean =>
    setting.kind === 'byHand'
      ? byHandState(setting, { requirement, memory, now: clock() }).state === 'unconfirmed'
      : !facts || settingState(setting, facts) !== 'present'
  return requirement.settings.filter(isOpen).map(({ name }) => name)
}
