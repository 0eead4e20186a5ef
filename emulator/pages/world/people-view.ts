import type { TenantState } from '../../control/tenant-state.ts'
import { type Html, html } from '../html.ts'
import { button } from './button.ts'

/** The people of a tenant: guests, disabled accounts, and groups. */
export function peopleView({ people }: Pick<TenantState, 'people'>): Html {
  return html`<section class="card" id="people" data-live><h2>People</h2><table>${people.map(line)}</table></section>`
}

function line(person: TenantState['people'][number]): Html {
  const { id, displayName, userPrincipalName, userType, accountEnabled, groups } = person
  const isGuest = userType === 'Guest'
  const marks = [
    ...(isGuest ? [html` <span class="chip warn">guest</span>`] : []),
    ...(accountEnabled ? [] : [html` <span class="chip bad">⛔ disabled</span>`]),
    ...groups
      .filter(({ member }) => member)
      .map((group) => html` <span class="chip">${group.displayName}</span>`),
  ]
  const account = [
    button(
      isGuest ? 'Make a member' : 'Make a guest',
      'set-user',
      { userId: id, userType: isGuest ? 'Member' : 'Guest' },
      'tiny',
      `guest ${id}`,
    ),
    button(
      accountEnabled ? 'Disable' : 'Enable',
      'set-user',
      { userId: id, accountEnabled: !accountEnabled },
      'tiny',
      `enabled ${id}`,
    ),
  ]
  const memberships = groups.map(({ id: groupId, displayName: name, member }) =>
    button(
      member ? `Remove from ${name}` : `Add to ${name}`,
      'set-member',
      { groupId, userId: id, member: !member },
      'tiny',
      `member ${groupId} ${id}`,
    ),
  )
  return html`<tr><td><strong>${displayName}</strong>${marks}<br><span class="small soft">${userPrincipalName} · <code>${id}</code></span></td>
<td class="num">${account} ${memberships}</td></tr>`
}
