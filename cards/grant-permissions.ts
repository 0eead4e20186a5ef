import { foldedParts } from './elements/rows.ts'
import type { Element } from './render.ts'
import { worthText } from './retirement-text.ts'
import type { PermissionRef } from './subjects.ts'
import { dotted, escapeMarkdown, plain } from './text.ts'
import type { PermissionState } from './words/codes.ts'
import { en as words } from './words/en.ts'

export interface PermissionRow extends PermissionRef {
  state: PermissionState
}

/** In the order of the card: what is wrong first, then by API and risk. */
export function sortPermissions(permissions: readonly PermissionRow[]): PermissionRow[] {
  const apis = [...new Set(permissions.map(({ api }) => api))]
  const wrong = wrongOf(permissions)
  const rank = (row: PermissionRow): number => (wrong.has(row) ? 0 : 1)
  return permissions.toSorted(
    (a, b) => rank(a) - rank(b) || apis.indexOf(a.api) - apis.indexOf(b.api) || a.tier - b.tier,
  )
}

/** Before anything is granted, everything is missing, and nothing stands out. */
function wrongOf(permissions: readonly PermissionRow[]): ReadonlySet<PermissionRow> {
  const isGranted = permissions.some(({ state }) => state === 'granted')
  return new Set(permissions.filter(({ state }) => isGranted && (state === 'missing' || state === 'new')))
}

/** A permission with its reason; of one that isn't granted, also what is lost without it. */
export function permissionParts(row: PermissionRow, now: Date): Element[] {
  const { value, type, tier, state, reason, without } = row
  const { icon, words: says } = words.details.state[state]
  const why = escapeMarkdown(reason, 250)
  const detail = state === 'granted' ? why : `${why}. ${words.without(escapeMarkdown(without, 250))}`
  const text = dotted(
    `${icon} **${escapeMarkdown(value, 80)}**`,
    words.type[type],
    words.shortTier[tier],
    says,
  )
  const worth = worthText(row, now)
  return [
    { type: 'TextBlock', text, spacing: 'Small', wrap: true },
    { type: 'TextBlock', text: detail, isSubtle: true, size: 'Small', spacing: 'None', wrap: true },
    ...(worth ? [{ type: 'TextBlock', text: worth, size: 'Small', spacing: 'None', wrap: true }] : []),
  ]
}

/** The permissions of a page: what is wrong is open, the others are folded by API. */
export function permissionGroups(
  shown: readonly PermissionRow[],
  all: readonly PermissionRow[],
  now: Date,
): { wrongTitle: string; wrong: Element[]; folded: Element[] } {
  const wrong = wrongOf(all)
  const open = shown.filter((row) => wrong.has(row))
  const rest = shown.filter((row) => !wrong.has(row))
  const folded = [...Map.groupBy(rest, ({ api }) => api)].flatMap(([api, members], at) =>
    foldedParts(
      { id: `api-${at}`, ...groupLine(api, members, all), title: words.details.showApi(plain(api, 60)) },
      members.flatMap((row) => permissionParts(row, now)),
    ),
  )
  return {
    wrongTitle: open.length > 0 ? words.details.wrong(wrong.size, all.length) : '',
    wrong: open.flatMap((row) => permissionParts(row, now)),
    folded,
  }
}

/** "✅ Microsoft Graph · 17 granted", of all permissions and not only of a page. */
function groupLine(
  api: string,
  members: readonly PermissionRow[],
  all: readonly PermissionRow[],
): { icon: string; text: string } {
  const ofApi = all.filter((each) => each.api === api)
  const granted = ofApi.filter(({ state }) => state === 'granted').length
  const isRead = ofApi.some(({ state }) => state !== 'notRead')
  const name = `**${escapeMarkdown(api)}**`
  const { icon } = words.details.state[members[0]?.state ?? 'notRead']
  if (!isRead) return { icon, text: words.details.groupNotRead(name, ofApi.length) }
  // What is wrong of this API stands above.
  if (granted > 0 && granted < ofApi.length) return { icon, text: words.details.groupGranted(name, granted) }
  return {
    icon: granted === 0 ? words.statuses.notGranted.icon : icon,
    text: words.details.group(name, granted, ofApi.length),
  }
}
