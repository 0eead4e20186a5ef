import type { Learned, SuiteApp } from '../apps/suite.ts'
import { type Exchange, sendHtml } from '../http.ts'
import { findTenant, listTenants } from '../world/tenants.ts'
import type { Tenant } from '../world/types.ts'
import { framedPage } from './frame.ts'
import { type Html, html } from './html.ts'
import { options } from './world/button.ts'

const listed = 100

/** `GET /apps`: the apps of the suite. Each asks the bot at this moment whether it may use its data in a tenant. */
export async function answerAppsPage(exchange: Exchange): Promise<void> {
  const { world, url, botUrl } = exchange
  const tenants = listTenants(world, 0, listed).tenants.filter((tenant) => tenant.id !== world.homeTenantId)
  const chosen = findTenant(world, url.searchParams.get('tenant') ?? '') ?? tenants[0]
  const body =
    chosen && botUrl !== undefined
      ? html`${chooser(tenants, chosen)}<div id="suite" data-live>${await cards(exchange, chosen)}</div>`
      : html`<p>${chosen ? 'The address of the bot is unknown. Start the emulator with --bot.' : 'This world has no tenants.'}</p>`
  const page = html`<div class="one"><section class="card"><h1>Apps of the suite</h1>
<p class="soft">Each app signs in to the emulator with its own secret and asks the bot at ${botUrl ?? '–'} before it uses a tenant's data. Refreshed every two seconds.</p>
${body}</section></div>`
  const { clock } = world
  const facts = { title: 'Apps of the suite', here: '/apps', now: clock.now(), movedMs: clock.movedMs() }
  sendHtml(exchange.response, 200, framedPage(facts, page))
}

function chooser(tenants: readonly Tenant[], chosen: Tenant): Html {
  const list = tenants.map(({ id, displayName }) => [id, displayName] as const)
  const all = tenants.includes(chosen) ? list : [[chosen.id, chosen.displayName] as const, ...list]
  return html`<div class="bar"><form action="/apps"><label for="tenant">Tenant</label>
<select id="tenant" name="tenant" data-go>${options(all, chosen.id)}</select></form></div>`
}

async function cards({ suite, world }: Exchange, tenant: Tenant): Promise<Html> {
  const nameOf = (setId: string): string =>
    [...world.registrations.values()].find((one) => one.key === setId)?.displayName ?? setId
  const list = await Promise.all(
    suite.apps.map(async (app) => {
      const learned = await Promise.all(app.sets.map((setId) => suite.ask(app, tenant.id, setId)))
      return card(app, learned, nameOf)
    }),
  )
  return html`<div class="apps">${list}</div>`
}

function card(app: SuiteApp, learned: readonly Learned[], nameOf: (setId: string) => string): Html {
  const allowed = learned.filter((one) => one.kind === 'answer' && one.answer.allowed).length
  const words = allowed === learned.length ? 'fully working' : allowed === 0 ? 'stopped' : 'partly working'
  const look = allowed === learned.length ? 'good' : allowed === 0 ? 'bad' : 'warn'
  const lines = app.sets.map((setId, index) => {
    const one = learned[index]
    return html`<tr><td><strong>${nameOf(setId)}</strong><br><code class="soft">${setId}</code></td><td>${one && verdict(one)}</td></tr>`
  })
  return html`<article class="app"><h3>${app.name}</h3>
<div class="chips"><span class="chip ${look}">${words}</span><span class="chip">${allowed} of ${learned.length} allowed</span></div>
<table>${lines}</table></article>`
}

function verdict(learned: Learned): Html {
  if (learned.kind === 'failed')
    return html`<span class="bad">✕ Can't ask</span><br><span class="small soft">${learned.words}</span>`
  if (learned.kind === 'refused') {
    return html`<span class="bad">✕ Refused, ${learned.status}</span><br><span class="small soft">${refusals[learned.status] ?? ''}</span>`
  }
  const { allowed, status, lastKnownStatus, since, reason } = learned.answer
  const mark = allowed
    ? html`<strong class="good">✓ Allowed</strong>`
    : html`<strong class="bad">✕ Not allowed</strong>`
  const last = lastKnownStatus === undefined ? '' : ` (last: ${lastKnownStatus})`
  return html`${mark} <span class="small soft">${status}${last}</span><br>
<span class="small soft">${since !== null && `since ${moment(since)} · `}<code>${reason}</code></span>`
}

const refusals: Readonly<Record<number, string>> = {
  401: 'the bot doesn’t accept the token',
  403: 'the token lacks the Access.Read role',
  503: 'the bot can’t check the token right now',
}

/** `Nov 23, 15:04:05`, UTC. */
function moment(iso: string): string {
  const text = new Date(iso).toUTCString()
  return `${text.slice(8, 11)} ${Number(text.slice(5, 7))}, ${text.slice(17, 25)}`
}
