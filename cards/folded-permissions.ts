import { moreParts } from './elements/rows.ts'
import { permissionRow } from './explained-permissions.ts'
import type { Element } from './render.ts'
import type { PermissionRef } from './subjects.ts'
import { en as words } from './words/en.ts'

/** More would not fit beside the rest of a plan; the card of the set has all of them. */
const mostPermissions = 25

/** A button that shows the permissions of a plan, the riskiest first. */
export function foldedPermissions(id: string, permissions: readonly PermissionRef[], now: Date): Element[] {
  if (permissions.length === 0) return []
  const riskiest = permissions.toSorted((a, b) => a.tier - b.tier)
  return moreParts(id, words.plan.showPermissions(permissions.length), lines(riskiest, now))
}

function lines(permissions: readonly PermissionRef[], now: Date): Element[] {
  const text = (line: string, spacing: 'Small' | 'None'): Element => ({
    type: 'TextBlock',
    text: line,
    spacing,
    wrap: true,
  })
  const shown = permissions.slice(0, mostPermissions).flatMap((each) => {
    const { explained, other } = permissionRow(each, { total: permissions.length, now })
    return explained
      ? [text(explained.name, 'Small'), text(explained.reason, 'None')]
      : [text(other?.line ?? '', 'None')]
  })
  const more = permissions.length - mostPermissions
  return more > 0 ? [...shown, text(words.plan.morePermissions(more), 'Small')] : shown
}
