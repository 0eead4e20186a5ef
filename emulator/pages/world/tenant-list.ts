import type { TenantSummary } from '../../control/tenant-state.ts'
import { current } from '../frame.ts'
import { type Html, html } from '../html.ts'

/** The column of tenants; `total` can be more than are listed. */
export function tenantList(
  tenants: readonly TenantSummary[],
  facts: { total: number; chosen: string | undefined; text: string },
): Html {
  const lines = tenants.map((tenant) => {
    const here = current(tenant.id === facts.chosen)
    return html`<a href="/world?tenant=${tenant.id}"${here}><b>${tenant.displayName}</b><span class="small">${marks(tenant)}</span></a>`
  })
  const more =
    facts.total > tenants.length &&
    html`<p class="soft small">Showing ${tenants.length} of ${facts.total}. Search to find others.</p>`
  return html`<aside class="card tenants"><form action="/world"><input name="q" value="${facts.text}" placeholder="Name, domain, or ID" aria-label="Search tenants"></form>
<div id="tenants" data-live>${lines}${lines.length === 0 && html`<p class="soft">No tenants match.</p>`}${more}</div></aside>`
}

function marks(tenant: TenantSummary): Html[] {
  const mark = (look: string, words: string) => html`<span class="${look}">${words}</span> `
  const { sets, disabled, faultCount, spreadingCount } = tenant
  return [
    ...(tenant.deleted ? [mark('bad', '✕ deleted')] : []),
    ...(tenant.isHome
      ? [mark('soft', 'publisher')]
      : [mark('soft', `${sets} ${sets === 1 ? 'set' : 'sets'}`)]),
    ...(tenant.connected ? [] : [mark('bad', '✕ not connected')]),
    ...(disabled > 0 ? [mark('bad', `⛔ ${disabled} disabled`)] : []),
    ...(faultCount > 0 ? [mark('warn', `⚡ ${faultCount} ${faultCount === 1 ? 'fault' : 'faults'}`)] : []),
    ...(spreadingCount > 0 ? [mark('warn', '⏳ propagating')] : []),
  ]
}
