import type { Requirement } from '#domain/catalog/permission-set.ts'
import { settingState } from '#domain/status/setting-state.ts'
import type { SetFacts } from '#platform/microsoft/facts.ts'

/** Names of the settings that are not there, as of the last read. Before the first read, none is known to be there. */
export function missingSettings({ settings }: Requirement, facts: SetFacts | undefined): string[] {
  const isOpen = (setting: Requirement['settings'][number]): boolean =>
    !facts || settingState(setting, facts) !== 'present'
  return settings.filter(isOpen).map(({ name }) => name)
}
