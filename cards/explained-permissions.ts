import type { PermissionRef } from './subjects.ts'
import { dotted, escapeMarkdown } from './text.ts'
import { en as words } from './words/en.ts'

/** A permission of a list: with its reasons, or on one line. */
export interface PermissionRow {
  explained?: { name: string; reason: string; without: string }
  other?: { line: string }
}

/** All are explained when they are few, and those of tier 0 always. */
const few = 6

/** A permission of a list of `total`, with its type, tier, and API, as a decision binds it; `mark`: what is said of it here. */
export function permissionRow(
  { value, api, type, tier, reason, without }: PermissionRef,
  total: number,
  mark = '',
): PermissionRow {
  const name = dotted(
    `**${escapeMarkdown(value, 60)}**`,
    words.type[type],
    words.shortTier[tier],
    mark,
    escapeMarkdown(api, 40),
  )
  if (tier > 0 && total > few) return { other: { line: `• ${name}` } }
  return {
    explained: {
      name,
      reason: escapeMarkdown(reason, 200) || words.plan.unexplained,
      without: without ? words.without(escapeMarkdown(without, 200)) : '',
    },
  }
}

/** The warning above a list with tier 0; '' without. */
export const tierZeroWarning = (count: number): string => (count > 0 ? `⚠️ ${words.plan.tierZero(count)}` : '')
