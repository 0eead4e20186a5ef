import { faultState } from '../../control/fault-state.ts'
import { type TenantSummary, tenantState, tenantSummary } from '../../control/tenant-state.ts'
import { registrationState } from '../../control/world-state.ts'
import { type Exchange, sendHtml, sendJson } from '../../http.ts'
import { findTenant, listTenants } from '../../world/tenants.ts'
import type { Tenant, World } from '../../world/types.ts'
import { framedPage } from '../frame.ts'
import { type Html, html } from '../html.ts'
import { faultForm, faultList } from './faults-view.ts'
import { registrationsView } from './registrations-view.ts'
import { requestsView } from './requests-view.ts'
import { tenantList } from './tenant-list.ts'
import { tenantView } from './tenant-view.ts'
import { whatIfView } from './what-if-view.ts'

const pages: Readonly<Record<string, [title: string, body: (exchange: Exchange) => Html]>> = {
  '/world': ['Tenants', tenantsBody],
  '/world/what-if': ['What if…', whatIfBody],
  '/world/registrations': ['App registrations', registrationsBody],
  '/world/trouble': ['Faults everywhere', troubleBody],
  '/world/requests': ['Requests', requestsBody],
}

/** `GET /world` and the pages below it, where a person changes the state of the world. */
export function answerWorldPage(exchange: Exchange): void {
  const path = exchange.url.pathname.replace(/\/$/, '')
  const here = path === '' ? '/world' : path
  const page = pages[here]
  if (!page) sendJson(exchange.response, 404, { error: 'not_found', message: `Page ${here} not found.` })
  else {
    const [title, body] = page
    const { clock } = exchange.world
    const facts = { title, here, now: clock.now(), movedMs: clock.movedMs() }
    sendHtml(exchange.response, 200, framedPage(facts, body(exchange)))
  }
}

const listed = 100

function tenantsBody({ world, url }: Exchange): Html {
  const text = url.searchParams.get('q') ?? ''
  const { tenants, total } = search(world, text)
  const asked = url.searchParams.get('tenant')
  const customers = tenants.filter((tenant) => tenant.id !== world.homeTenantId)
  const chosen = asked === null ? (customers[0] ?? tenants[0]) : findTenant(world, asked)
  const summaries = tenants.map((tenant): TenantSummary => tenantSummary(world, tenant))
  const list = tenantList(summaries, { total, chosen: chosen?.id, text })
  const view = chosen ? tenantView(tenantState(world, chosen)) : html`<p>Tenant not found.</p>`
  return html`<div class="two">${list}<main>${view}</main></div>`
}

/** The first hundred. A search covers the names of a thousand, and every domain and ID. */
function search(world: World, text: string): { tenants: Tenant[]; total: number } {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return listTenants(world, 0, listed)
  const exact = findTenant(world, wanted)
  const named = listTenants(world, 0, 1000).tenants.filter(({ displayName, domains }) =>
    [displayName, ...domains].some((name) => name.toLowerCase().includes(wanted)),
  )
  const tenants = [...new Set(exact ? [exact, ...named] : named)]
  return { tenants: tenants.slice(0, listed), total: tenants.length }
}

function whatIfBody({ world }: Exchange): Html {
  return whatIfView(world.faults.map(faultState))
}

function registrationsBody({ world }: Exchange): Html {
  return registrationsView([...world.registrations.values()].map((one) => registrationState(world, one)))
}

function troubleBody({ world }: Exchange): Html {
  const nameOf = (id: string): string => findTenant(world, id)?.displayName ?? id
  return html`<div class="one"><section class="card"><h1>Faults everywhere</h1>
<p class="soft">They affect the next requests in any tenant. For faults in one tenant, go to the page of the tenant.</p>
${faultForm()}<h2>Active faults</h2><div id="trouble" data-live>${faultList(world.faults.map(faultState), nameOf)}
${world.faults.length > 0 && html`<div class="bar"><button data-call="clear-faults" data-input="{}" data-key="clear">End all</button></div>`}</div></section></div>`
}

function requestsBody({ world, log, url }: Exchange): Html {
  const chosen = url.searchParams.get('tenant') || undefined
  const tenants = listTenants(world, 0, listed).tenants.map(
    ({ id, displayName }) => [id, displayName] as const,
  )
  return requestsView({
    entries: log.entries(chosen === undefined ? {} : { tenantId: chosen }),
    tenants,
    appName: (clientId) => world.registrations.get(clientId)?.displayName ?? clientId,
    chosen,
  })
}
