import type { PermissionRef } from './subjects.ts'
import { dotted, escapeMarkdown, list } from './text.ts'
import { en as words } from './words/en.ts'

interface ExplainedPermissions {
  tierZero: string
  explained: { name: string; reason: string; without: string }[]
  others: { line: string }[]
}

/** More would bury the buttons; the details card and the catalog explain them all. */
const mostExplained = 6
const mostNamed = 24

/** The riskiest are explained, all when they are few; the others are named. */
export function explainPermissions(permissions: readonly PermissionRef[]): ExplainedPermissions {
  const sorted = permissions.toSorted((a, b) => a.tier - b.tier)
  const guarded = sorted.filter(({ tier }) => tier === 0).length
  const shown = sorted.length <= mostExplained ? sorted.length : Math.min(guarded, mostExplained)
  return {
    tierZero: guarded > 0 ? `⚠️ ${words.plan.tierZero(guarded)}` : '',
    explained: sorted.slice(0, shown).map(({ value, type, tier, reason, without }) => ({
      name: `**${escapeMarkdown(value)}** · ${dotted(words.type[type], words.shortTier[tier])}`,
      reason: escapeMarkdown(reason, 200) || words.plan.unexplained,
      without: without && words.without(escapeMarkdown(without, 200)),
    })),
    others: named(sorted.slice(shown)),
  }
}

function named(permissions: readonly PermissionRef[]): { line: string }[] {
  return [...Map.groupBy(permissions, ({ api }) => api)].map(([api, group]) => {
    const values = group.map(({ value }) => escapeMarkdown(value, 60))
    return { line: words.plan.others(`**${escapeMarkdown(api, 60)}**`, list(values, mostNamed)) }
  })
}
