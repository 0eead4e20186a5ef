import type { Element } from './render.ts'
import type { PermissionRef } from './subjects.ts'
import { dotted, escapeMarkdown } from './text.ts'
import type { PermissionState } from './words/codes.ts'
import { en as words } from './words/en.ts'

export interface PermissionRow extends PermissionRef {
  state: PermissionState
}

export interface FilledPermission {
  id: string
  line: string
  why: string
  isOpen: boolean
}

/** Missing permissions first, then by API and risk. */
export function sortPermissions(permissions: readonly PermissionRow[]): PermissionRow[] {
  const apis = [...new Set(permissions.map(({ api }) => api))]
  const granted = ({ state }: PermissionRow): number => (state === 'granted' ? 1 : 0)
  return permissions.toSorted(
    (a, b) => granted(a) - granted(b) || apis.indexOf(a.api) - apis.indexOf(b.api) || a.tier - b.tier,
  )
}

/** The reason of a missing permission is shown at once; the other reasons on demand. */
export function filledPermission(row: PermissionRow, index: number): FilledPermission {
  const { value, type, tier, state, reason, without } = row
  const { icon, words: says } = words.details.state[state]
  const why = escapeMarkdown(reason, 250)
  return {
    id: `why${index}`,
    line: dotted(`${icon} **${escapeMarkdown(value, 80)}**`, words.type[type], words.shortTier[tier], says),
    why: state === 'granted' ? why : `${why}. ${words.without(escapeMarkdown(without, 250))}`,
    isOpen: state === 'missing' || state === 'new',
  }
}

/** "Microsoft Graph · 17 of 18 granted", of all permissions and not only of a page. */
export function groupTitle(api: string, all: readonly PermissionRow[]): string {
  const members = all.filter((each) => each.api === api)
  const granted = members.filter(({ state }) => state === 'granted').length
  const isRead = members.some(({ state }) => state !== 'notRead')
  const name = escapeMarkdown(api)
  return isRead
    ? words.details.group(name, granted, members.length)
    : words.details.groupNotRead(name, members.length)
}

/** Shows and hides the reasons that are hidden at first. */
export function reasonsButton(permissions: readonly FilledPermission[]): Element[] {
  const targetElements = permissions.filter(({ isOpen }) => !isOpen).map(({ id }) => id)
  if (targetElements.length === 0) return []
  return [{ type: 'Action.ToggleVisibility', title: words.details.showReasons, targetElements }]
}
