import type { Pack, PackAlternative, PackPermission } from '#domain/packs/pack.ts'
import type { Tier } from '../../../cards/words/codes.ts'
import { packEn as words } from '../../../cards/words/pack-en.ts'
import type { PackBlock, PackEntry, PackLine, PackSection } from './pack-parts.ts'

/** Every permission, by its API, with what a reviewer asks about it. */
export function permissionsSection({ permissions, apps }: Pack): PackSection {
  const { title, lead, tiers, untested, none } = words.permissions
  const names = apps.map(({ name }) => name).join(', ')
  const groups = [...Map.groupBy(permissions, ({ api }) => api)]
  const blocks = groups.flatMap(([api, own]): PackBlock[] => [
    { kind: 'heading', text: `${api} · ${own.length}` },
    { kind: 'entries', entries: own.map((each) => permissionEntry(each, names)) },
  ])
  const intro: PackBlock[] = [
    { kind: 'text', text: lead },
    { kind: 'text', text: tiers },
    ...(permissions.some(({ narrower }) => narrower.length > 0)
      ? [{ kind: 'text' as const, text: untested }]
      : []),
  ]
  const unknown: PackBlock[] = [{ kind: 'text', text: none, tone: 'bad' }]
  return { id: 'permissions', title, blocks: [...intro, ...(groups.length > 0 ? blocks : unknown)] }
}

function permissionEntry(permission: PackPermission, apps: string): PackEntry {
  const { permissions: said } = words
  const { value, type, tier, state, allows, reason, without } = permission
  return {
    name: value,
    isCode: true,
    tags: [{ text: said.type[type] }, { text: said.tag[tier], tier }],
    lines: [
      { label: said.allows, text: allows ?? (reason || said.notDescribed) },
      { label: said.reason, text: allows === reason ? said.noReason : reason || said.noReason },
      { label: said.apps, text: apps },
      ...(without === '' ? [] : [{ label: said.without, text: without }]),
      riskLine(permission),
      ...narrowerLines(permission),
      ...endLine(permission),
      ...(state ? [stateLine(state)] : []),
      { label: said.id, text: permission.id },
    ],
  }
}

function riskLine({ tier, ratedBy }: PackPermission): PackLine {
  const { risk, tier: tiers, raters, unrated } = words.permissions
  const text = `${tiers[tier]}; ${ratedBy ? raters[ratedBy] : unrated}`
  return tier === 0 ? { label: risk, text, tone: 'bad' } : { label: risk, text }
}

function narrowerLines({ narrower, tier }: PackPermission): PackLine[] {
  const { narrower: label, noNarrower } = words.permissions
  if (narrower.length === 0) return [{ label, text: noNarrower }]
  return narrower.map((each) => ({
    label,
    text: `${each.name}: ${each.note}. ${compared(tier, each.rated)}`,
    href: each.source,
    ...(each.rated && each.rated.tier <= tier && { tone: 'warn' as const }),
  }))
}

/** Less is not always less risky: a part of a permission can be the part that gives everything. */
function compared(tier: Tier, rated: PackAlternative['rated']): string {
  const { noTier, lower, higher, notLower, raters } = words.permissions
  if (!rated) return noTier
  const say = rated.tier > tier ? lower : rated.tier < tier ? higher : notLower
  return `${say(rated.tier)}, ${raters[rated.by]}.`
}

/** The whole of it stands in a section of its own. */
function endLine({ retires, preview }: PackPermission): PackLine[] {
  const { ends: label, endsOn, hasEnded, preview: beta, previewOf } = words.permissions
  const where = words.ends.title
  const end = retires && (retires.phase === 'ended' ? hasEnded : endsOn)(retires.date, where)
  return [
    ...(end
      ? [{ label, text: end, tone: retires?.phase === 'ended' ? ('bad' as const) : ('warn' as const) }]
      : []),
    ...(preview ? [{ label: beta, text: previewOf(preview.what), href: preview.source }] : []),
  ]
}

function stateLine(state: NonNullable<PackPermission['state']>): PackLine {
  const { state: label, states } = words.permissions
  return { label, text: states[state], ...(state === 'missing' && { tone: 'warn' as const }) }
}
