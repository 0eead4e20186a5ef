import type { RegistrationState } from '../../control/world-state.ts'
import { permissions } from '../../world/permissions.ts'
import { type Html, html } from '../html.ts'
import { button } from './button.ts'

/** The publisher's app registrations and their lists of requirements. */
export function registrationsView(registrations: readonly RegistrationState[]): Html {
  const known = permissions.filter((one) => one.type === 'Role').map(({ value }) => value)
  const names = [...new Set(known)].map((value) => html`<option value="${value}">`)
  const cards = registrations.filter(({ part }) => part !== 'home').map(registrationCard)
  const own = registrations.filter(({ part }) => part === 'home').map(registrationCard)
  return html`<datalist id="permission-names">${names}</datalist><div class="one">
<section class="card"><h1>App registrations</h1><p class="soft">They're in the publisher's home tenant. A customer can consent to what they request.</p>
<div class="apps" id="registrations" data-live>${cards}</div></section>
<section class="card"><h2>For the home tenant only</h2><div class="apps" id="own" data-live>${own}</div></section></div>`
}

function registrationCard(app: RegistrationState): Html {
  const at = { clientId: app.clientId }
  const toggle = (words: string, change: Record<string, boolean>) =>
    button(words, 'registration', { ...at, ...change })
  return html`<article class="app${app.isDisabled && ' off'}"><h3>${app.displayName}</h3>
<p class="small soft"><code>${app.key}</code> · <code>${app.clientId}</code></p>
<div class="chips">${chips(app)}</div>
<div class="bar">${app.isDisabled ? toggle('Enable for all', { isDisabled: false }) : toggle('Disable for all', { isDisabled: true })}
${app.multiTenant ? toggle('Single tenant', { multiTenant: false }) : toggle('Multi-tenant', { multiTenant: true })}
${app.verifiedPublisher ? toggle('Unverify publisher', { verifiedPublisher: false }) : toggle('Verify publisher', { verifiedPublisher: true })}
${app.credentialsEndAt !== undefined && [button('Expire secrets', 'expire-credentials', at, 'harm'), ' ', button('Renew secrets', 'renew-credentials', at)]}</div>
${requirements(app)}${addresses(app)}</article>`
}

function chips(app: RegistrationState): Html[] {
  const chip = (look: string, words: string) => html`<span class="chip ${look}">${words}</span>`
  return [
    chip('', `${app.required.length} required`),
    chip(app.multiTenant ? '' : 'warn', app.multiTenant ? 'multi-tenant' : '⚠ single tenant'),
    ...(app.isDisabled ? [chip('bad', '⛔ disabled everywhere')] : []),
    ...(app.redirectUris.length === 0 && app.part !== 'home' ? [chip('bad', '✕ no redirect URI')] : []),
    ...(app.credentialsEndAt === undefined
      ? []
      : [chip('', `secret expires ${app.credentialsEndAt.slice(0, 10)}`)]),
  ]
}

function requirements(app: RegistrationState): Html {
  const lines = app.required.map(({ api, apiName, value, type }) => {
    const input = { clientId: app.clientId, permission: { api, value, type } }
    const kind = type === 'Role' ? 'application' : 'delegated'
    return html`<tr><td><strong>${value}</strong><br><span class="small soft">${apiName} · ${kind}</span></td>
<td class="num">${button('Remove', 'unrequire', input, 'tiny')}</td></tr>`
  })
  return html`<details id="required-${app.key}"><summary>Required permissions</summary><table>${lines}</table></details>
<div class="bar"><form data-call="require" data-input="${JSON.stringify({ clientId: app.clientId })}">
<input name="permission" list="permission-names" placeholder="Sites.Read.All" aria-label="Graph permission" required>
<button>Add requirement</button></form></div>`
}

function addresses(app: RegistrationState): Html | false {
  if (app.part === 'home') return false
  const lines = app.redirectUris.map((redirectUri) => {
    const act = button('Remove', 'remove-reply-address', { clientId: app.clientId, redirectUri }, 'tiny')
    return html`<tr><td><code>${redirectUri}</code></td><td class="num">${act}</td></tr>`
  })
  return html`<details id="addresses-${app.key}"><summary>Redirect URIs</summary><table>${lines}</table>
<div class="bar"><form data-call="add-reply-address" data-input="${JSON.stringify({ clientId: app.clientId })}">
<input name="redirectUri" type="url" placeholder="http://127.0.0.1:3978/consent/callback" aria-label="Redirect URI" required>
<button>Add</button></form></div></details>`
}
