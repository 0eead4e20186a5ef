import { withWorth } from './retirement-text.ts'
import type { PermissionRef } from './subjects.ts'
import { dotted, escapeMarkdown, list } from './text.ts'
import { en as words } from './words/en.ts'

/** A permission of a list: with its reasons, or on one line. */
export interface PermissionRow {
  explained?: { name: string; reason: string; without: string }
  other?: { line: string }
}

/** All are explained when they are few; those of tier 0 and those whose API ends always. */
const few = 6

/** A permission of a list of `total`, with its type, tier, and API, as a decision binds it; `mark`: what is said of it here. */
export function permissionRow(
  permission: PermissionRef,
  { total, now, mark = '' }: { total: number; now: Date; mark?: string },
): PermissionRow {
  const { value, api, type, tier, reason, without, retires } = permission
  const name = dotted(
    `**${escapeMarkdown(value, 60)}**`,
    words.type[type],
    words.shortTier[tier],
    mark,
    escapeMarkdown(api, 40),
  )
  if (tier > 0 && total > few && !retires) return { other: { line: `• ${name}` } }
  return {
    explained: {
      name,
      reason: withWorth(escapeMarkdown(reason, 200) || words.plan.unexplained, permission, now),
      without: without ? words.without(escapeMarkdown(without, 200)) : '',
    },
  }
}

/** The warning above a list with tier 0; '' without. */
export const tierZeroWarning = (count: number): string => (count > 0 ? `⚠️ ${words.plan.tierZero(count)}` : '')

/** What is to be known before a list is granted: permissions whose API ends; '' without. */
export function endsWarning(permissions: readonly PermissionRef[]): string {
  const ending = permissions.filter(({ retires }) => retires)
  const names = list(ending.map(({ value }) => escapeMarkdown(value, 60)))
  return ending.length > 0 ? `⚠️ ${words.retirements.before(ending.length, names)}` : ''
}
