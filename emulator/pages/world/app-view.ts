import type { AppState, PermissionState } from '../../control/tenant-state.ts'
import { directoryRoles } from '../../world/permissions.ts'
import { type Html, html } from '../html.ts'
import { button, options } from './button.ts'

/** One enterprise application in one tenant, with everything that an admin or Microsoft can do to it. */
export function appView(tenantId: string, app: AppState): Html {
  const at = { tenantId, clientId: app.clientId }
  const off = app.installed && app.enabled && !app.disabledByMicrosoft ? '' : ' off'
  return html`<article class="app${off}"><h3>${app.displayName}</h3>
<p class="small soft"><code>${app.key}</code> · <code>${app.clientId}</code></p>
<div class="chips">${chips(app)}</div>
<div class="bar">${app.installed ? installedButtons(at, app) : button('Consent to everything', 'grant', at, 'main')}</div>
<details id="permissions-${app.key}"><summary>Permissions</summary>${permissionTable(at, app)}</details>
${app.installed && roles(at, app)}</article>`
}

type At = { tenantId: string; clientId: string }

function chips(app: AppState): Html[] {
  const required = app.permissions.filter((one) => one.required)
  const granted = required.filter((one) => one.granted).length
  const extras = app.permissions.filter((one) => one.granted && !one.required).length
  const chip = (look: string, words: string) => html`<span class="chip ${look}">${words}</span>`
  if (!app.installed) return [chip('soft', '○ not consented')]
  const isFull = granted === required.length
  return [
    chip(isFull ? 'good' : 'warn', `${isFull ? '✓' : '⚠'} ${granted} of ${required.length} granted`),
    ...(extras > 0 ? [chip('warn', `+ ${extras} not required`)] : []),
    ...(app.enabled ? [] : [chip('bad', '⛔ disabled by an admin')]),
    ...(app.disabledByMicrosoft ? [chip('bad', '⛔ disabled by Microsoft')] : []),
    ...app.roles.map((role) => chip('', `${role.name}${role.via === 'group' ? ' (through a group)' : ''}`)),
  ]
}

function installedButtons(at: At, app: AppState): Html[] {
  const isFull = app.permissions.every((one) => one.granted || !one.required)
  const byMicrosoft = { ...at, by: 'microsoft' }
  return [
    ...(isFull ? [] : [button('Grant missing permissions', 'grant', at, 'main')]),
    app.enabled
      ? button('Disable', 'disable', at, 'plain', `switch ${app.key}`)
      : button('Enable', 'enable', at, 'main', `switch ${app.key}`),
    app.disabledByMicrosoft
      ? button('Enable as Microsoft', 'enable', byMicrosoft, 'main')
      : button('Disable as Microsoft', 'disable', byMicrosoft),
    button('Recreate', 'recreate', at),
    button('Delete', 'delete', at, 'harm'),
  ]
}

function permissionTable(at: At, app: AppState): Html {
  const lines = app.permissions.map((one) => permissionLine(at, app, one))
  return html`<table>${lines}</table>`
}

function permissionLine(at: At, app: AppState, one: PermissionState): Html {
  const { api, value, type } = one
  const input = { ...at, permission: { api, value, type } }
  const key = `permission ${app.key} ${api} ${type} ${value}`
  const act = one.granted
    ? button('Revoke', 'revoke', input, 'tiny', key)
    : app.installed && button('Grant', 'grant', input, 'tiny', key)
  const state = one.granted ? html`<span class="good">✓</span>` : html`<span class="warn">○</span>`
  const extra = !one.required && html` <span class="chip warn">not required</span>`
  const kind = type === 'Role' ? 'application' : 'delegated'
  return html`<tr><td>${state} <strong>${value}</strong>${extra}<br><span class="small soft">${one.apiName} · ${kind}</span></td>
<td class="num">${act}</td></tr>`
}

function roles(at: At, app: AppState): Html {
  const held = app.roles.map((role) => {
    return html`<tr><td>${role.name} <span class="small soft">${role.via}</span></td>
<td class="num">${button('Remove', 'remove-role', { ...at, role: role.name }, 'tiny')}</td></tr>`
  })
  const names = directoryRoles.map(({ name }) => [name, name] as const)
  return html`<details id="roles-${app.key}"><summary>Directory roles</summary>${held.length > 0 && html`<table>${held}</table>`}
<div class="bar"><form data-call="add-role" data-input="${JSON.stringify(at)}">
<select name="role" aria-label="Role">${options(names, 'Password Administrator')}</select>
<select name="via" aria-label="How it's assigned"><option value="direct">directly</option><option value="group">through a group</option></select>
<button>Add role</button></form></div></details>`
}
