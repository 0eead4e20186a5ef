import { countText } from './preflight.ts'
import type { CheckData } from './preflight-text.ts'
import { age, dotted } from './text.ts'
import { en as words } from './words/en.ts'

/** The last checks of the configuration, or that there are none. */
export type SettingsPreflight = { checkedAt: Date; checks: readonly CheckData[] } | 'never'

/** One line about the checks: among the facts, or among the problems if one has failed. */
export function preflightLine(
  preflight: SettingsPreflight | undefined,
  now: Date,
): { facts: { title: string; value: string }[]; problems: string[] } {
  if (!preflight) return { facts: [], problems: [] }
  const { title, never } = words.preflight
  if (preflight === 'never') return { facts: [{ title, value: never }], problems: [] }
  const { checks, checkedAt } = preflight
  const value = dotted(countText(checks), age(checkedAt, now))
  const hasFailed = checks.some(({ result }) => result.state === 'failed')
  return hasFailed
    ? { facts: [], problems: [`${title}: ${value}`] }
    : { facts: [{ title, value }], problems: [] }
}
