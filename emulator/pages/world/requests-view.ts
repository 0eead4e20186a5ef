import type { LogEntry } from '../../request-log.ts'
import { type Html, html } from '../html.ts'
import { options } from './button.ts'

const shown = 200

/** The newest requests to login and Graph, newest first. */
export function requestsView(facts: {
  entries: readonly LogEntry[]
  tenants: readonly (readonly [id: string, name: string])[]
  appName(clientId: string): string
  chosen: string | undefined
}): Html {
  const names = new Map(facts.tenants)
  const lines = facts.entries
    .slice(-shown)
    .reverse()
    .map((entry) => line(entry, names, facts.appName))
  const choices = options([['', 'All tenants'], ...facts.tenants], facts.chosen ?? '')
  const parts = facts.entries.reduce((sum, entry) => sum + (entry.parts?.length ?? 0), 0)
  return html`<div class="one"><section class="card"><h1>Requests</h1>
<div class="bar"><form action="/world/requests"><label for="tenant">Tenant</label><select id="tenant" name="tenant" data-go>${choices}</select></form>
<button data-call="requests" data-method="DELETE" data-key="clear">Clear the log</button></div>
<div id="requests" data-live><p class="soft small">${facts.entries.length} requests with ${parts} batch parts${
    facts.entries.length > shown && html`; the newest ${shown} are shown`
  }</p><div class="scroll"><table class="wide">
<tr><th>#</th><th>Time</th><th>Response</th><th>Request</th><th>Tenant</th><th>App</th></tr>${lines}</table></div>
${lines.length === 0 && html`<p class="soft">No requests yet.</p>`}</div></section></div>`
}

function line(
  entry: LogEntry,
  names: ReadonlyMap<string, string>,
  appName: (clientId: string) => string,
): Html {
  const { tenantId = '', clientId = '' } = entry
  return html`<tr><td class="num">${entry.number}</td><td><time>${entry.at.slice(11, 23)}</time></td><td>${answer(entry.status)}</td>
<td><span class="chip">${entry.service}</span> ${entry.method} <code>${entry.path}</code>${parts(entry)}</td>
<td>${names.get(tenantId) ?? tenantId}</td><td>${clientId && appName(clientId)}</td></tr>`
}

function answer(status: number): Html {
  if (status === 0) return html`<span class="bad">✕ none</span>`
  return status < 400 ? html`<span class="good">${status}</span>` : html`<span class="bad">✕ ${status}</span>`
}

function parts({ parts: list, number }: LogEntry): Html | false {
  if (!list) return false
  const failed = list.filter((part) => part.status >= 400 || part.status === 0).length
  const lines = list.map(
    (part) => html`<tr><td>${answer(part.status)}</td><td><code>${part.method} ${part.url}</code></td></tr>`,
  )
  return html`<details id="parts-${number}"><summary>${list.length} parts${failed > 0 && `, ${failed} refused`}</summary><table>${lines}</table></details>`
}
