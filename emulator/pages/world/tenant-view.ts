import type { TenantState } from '../../control/tenant-state.ts'
import { words } from '../frame.ts'
import { type Html, html } from '../html.ts'
import { appView } from './app-view.ts'
import { button, options } from './button.ts'
import { faultForm, faultList } from './faults-view.ts'
import { peopleView } from './people-view.ts'

const delays = [
  ['0', 'immediately'],
  ['10000', 'after 10 s'],
  ['60000', 'after 1 min'],
  ['300000', 'after 5 min'],
  ['1800000', 'after 30 min'],
] as const

const licenceWords = [
  ['p2', 'Entra ID P2'],
  ['p1', 'Entra ID P1'],
  ['suspended', 'P2, suspended'],
  ['none', 'no premium license'],
] as const

/** Everything about one tenant, and all that can be changed in it. */
export function tenantView(tenant: TenantState): Html {
  const { id } = tenant
  const apps = tenant.apps.filter((app) => app.key !== 'reader').map((app) => appView(id, app))
  const reader = tenant.apps.find((app) => app.key === 'reader')
  return html`<section class="card" id="tenant" data-live>${head(tenant)}${settings(tenant)}</section>
<section class="card"><h2>Faults in this tenant</h2>
${faultForm(id)}<div id="trouble" data-live>${faultList(tenant.faults)}</div></section>
${tenant.people.length > 0 && peopleView(tenant)}
<section class="card" id="apps" data-live><h2>Permission sets</h2><div class="apps">${apps}</div></section>
<section class="card" id="rest" data-live>${reader && html`<details id="reader"><summary>Reader app</summary>${appView(id, reader)}</details>`}
${apis(tenant)}${audits(tenant)}</section>`
}

function head(tenant: TenantState): Html {
  const { spreading } = tenant
  const last = spreading.at(-1)?.dueInMs ?? 0
  return html`<h1>${tenant.displayName}</h1>
<p class="soft">${tenant.domains.join(', ')} · <code>${tenant.id}</code></p>
<div class="chips">${
    tenant.connected
      ? html`<span class="chip good">✓ connected</span>`
      : html`<span class="chip bad">✕ no reader consent</span>`
  }${tenant.isHome && html`<span class="chip">home tenant of the publisher</span>`}${
    tenant.deleted && html`<span class="chip bad">✕ tenant deleted</span>`
  }${
    spreading.length > 0 &&
    html`<span class="chip warn">⏳ ${spreading.length} ${spreading.length === 1 ? 'change' : 'changes'} propagating, ${words(last)} left</span>`
  }</div>
${tenant.about !== undefined && html`<p class="small soft">Initial state: ${tenant.about}</p>`}`
}

function settings(tenant: TenantState): Html {
  const { id } = tenant
  const at = JSON.stringify({ tenantId: id })
  const connection = tenant.connected
    ? button('Remove the reader consent', 'disconnect', { tenantId: id }, 'harm')
    : button('Consent to the reader', 'connect', { tenantId: id }, 'main')
  const life = tenant.deleted
    ? button('Restore the tenant', 'restore-tenant', { tenantId: id }, 'main')
    : button('Delete the tenant', 'delete-tenant', { tenantId: id }, 'harm')
  return html`<div class="bar">${connection}${!tenant.isHome && life}</div>
<div class="bar"><form data-call="licence" data-input="${at}"><label for="licence">License</label>
<select id="licence" name="licence">${options(licenceWords, tenant.licence)}</select><button>Set</button></form>
<form data-call="replication" data-input="${at}"><label for="delay">Changes are visible</label>
<select id="delay" name="delayMs" data-as="number">${options(delaysWith(tenant.replicationDelayMs), String(tenant.replicationDelayMs))}</select>
<label><input type="checkbox" name="flapping"${tenant.flapping && html` checked`}> replicas differ until then</label><button>Set</button></form></div>`
}

function delaysWith(ms: number): (readonly [string, string])[] {
  const known = delays.some(([value]) => value === String(ms))
  return known ? [...delays] : [...delays, [String(ms), `after ${words(ms)}`]]
}

function apis(tenant: TenantState): Html {
  const lines = tenant.apis.map(({ appId, name, present }) => {
    const words = present ? 'Remove' : 'Add'
    const act = button(words, 'api', { tenantId: tenant.id, api: appId, present: !present }, 'tiny')
    const mark = present ? html`<span class="good">✓</span>` : html`<span class="warn">○</span>`
    return html`<tr><td>${mark} ${name}</td><td class="num">${act}</td></tr>`
  })
  return html`<details id="apis"><summary>Microsoft APIs in this tenant</summary><table>${lines}</table></details>`
}

function audits(tenant: TenantState): Html {
  const lines = tenant.audits.map((one) => {
    const at = html`<time>${one.at.slice(5, 19).replace('T', ' ')}</time>`
    return html`<tr><td>${at}</td><td>${one.activity}<br><span class="small soft">${one.target} ${one.details.join(', ')}</span></td><td>${one.by}</td></tr>`
  })
  const table = html`<table><tr><th>Time</th><th>Activity</th><th>By</th></tr>${lines}</table>`
  const nothing = html`<p class="soft">No changes yet.</p>`
  return html`<details id="audits" open><summary>Audit log</summary>${lines.length > 0 ? table : nothing}</details>`
}
