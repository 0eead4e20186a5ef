import { moreParts } from './elements/rows.ts'
import { permissionRow } from './explained-permissions.ts'
import type { Element } from './render.ts'
import type { PermissionRef } from './subjects.ts'
import { en as words } from './words/en.ts'

/** More would not fit beside the rest of a plan; the card of the set has all of them. */
const mostPermissions = 25

/** A button that shows the permissions of a plan, the riskiest first. */
export function foldedPermissions(id: string, permissions: readonly PermissionRef[]): Element[] {
  if (permissions.length === 0) return []
  const riskiest = permissions.toSorted((a, b) => a.tier - b.tier)
  return moreParts(id, words.plan.showPermissions(permissions.length), lines(riskiest))
}

function lines(permissions: readonly PermissionRef[]): Element[] {
  const text = (line: string, spacing: 'Small' | 'None'): Element => ({
    type: 'TextBlock',
    text: line,
    spacing,
    wrap: true,
  })
  const shown = permissions.slice(0, mostPermissions).flatMap((each) => {
    const { explained, other } = permissionRow(each, permissions.length)
    return explained
      ? [text(explained.name, 'Small'), text(explained.reason, 'None')]
      : [text(other?.line ?? '', 'None')]
  })
  const more = permissions.length - mostPermissions
  return more > 0 ? [...shown, text(words.plan.morePermissions(more), 'Small')] : shown
}
