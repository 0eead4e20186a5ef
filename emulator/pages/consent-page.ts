import { type Signer, signers } from '../login/consent-decision.ts'
import type { ConsentRequest } from '../login/consent-request.ts'
import { grantedAccess } from '../world/directory.ts'
import { type Access, accessKey, apiName, findPermission } from '../world/permissions.ts'
import type { ServicePrincipal, Tenant } from '../world/types.ts'
import { escapeHtml, htmlPage } from './style.ts'

const look = `main{max-width:32rem;margin:5vh auto;padding:0 1rem}
ul{list-style:none;margin:.3rem 0 1rem;padding:0}li{padding:.45rem 0;border-top:1px solid var(--line)}
li strong{display:block;overflow-wrap:anywhere}.new{background:var(--chip);border-radius:9px;padding:0 .5rem;font-size:.8rem;margin-left:.4rem}
label{display:block;font-weight:600;margin:.2rem 0}select{width:100%}.row{display:flex;gap:.6rem;justify-content:flex-end;flex-wrap:wrap;margin-top:1.2rem}
.row .quiet{margin-right:auto}header{border-bottom:1px solid var(--line);margin:0 0 1rem;padding-bottom:.8rem}
.lists{max-height:22rem;overflow:auto;padding-right:.4rem}`

/** The page on which a person of the tenant decides. */
export function consentPage(facts: {
  key: string
  request: ConsentRequest
  choices: readonly Tenant[]
  before: ServicePrincipal | undefined
}): string {
  const { registration } = facts.request
  const body = `<main><div class="card"><form method="post" action="/common/consent/set">
<input type="hidden" name="key" value="${escapeHtml(facts.key)}">
<header><p class="soft small">Permissions requested · review for your organization</p>
<h1>${escapeHtml(registration.displayName)}</h1>
<p class="${registration.verifiedPublisher ? 'good' : 'warn'}">${publisherWords(facts.request)}</p>
<p class="soft small">Client id <code>${registration.appId}</code></p></header>
${tenantWords(facts.request.tenant, facts.choices)}
<label for="signer">Signed in as</label><select id="signer" name="signer">${signerOptions()}</select>
<h2>This app would like to:</h2><div class="lists">${permissionLists(facts.request.asked, facts.before)}</div>
${removedWords(facts.request, facts.before)}
<p class="soft small">If you accept, this app gets the access above for everybody in your organization.</p>
<div class="row"><button class="quiet" name="decision" value="back">Back to sign-in</button>
<button name="decision" value="cancel">Cancel</button><button class="main" name="decision" value="accept">Accept</button></div>
</form></div><p class="soft small">This page stands in for Microsoft's. It belongs to the emulator.</p></main>`
  return htmlPage(`Permissions requested: ${registration.displayName}`, body, look)
}

function publisherWords({ registration }: ConsentRequest): string {
  const name = escapeHtml(registration.publisher)
  return registration.verifiedPublisher ? `✓ ${name} (verified publisher)` : `${name} · unverified`
}

function tenantWords(tenant: Tenant | undefined, choices: readonly Tenant[]): string {
  if (tenant) {
    const domain = escapeHtml(tenant.domains[0] ?? tenant.id)
    return `<p>Tenant <strong>${escapeHtml(tenant.displayName)}</strong> <span class="soft">${domain}</span></p>`
  }
  const options = choices
    .map((one) => `<option value="${one.id}">${escapeHtml(one.displayName)}</option>`)
    .join('')
  return `<label for="tenant">Tenant</label><select id="tenant" name="tenant">${options}</select>`
}

const signerOptions = (): string =>
  (Object.keys(signers) as Signer[])
    .map((key) => `<option value="${key}">${signers[key].words}</option>`)
    .join('')

function permissionLists(asked: readonly Access[], before: ServicePrincipal | undefined): string {
  const held = new Set((before ? grantedAccess(before) : []).map(accessKey))
  const byApi = Map.groupBy(asked, (access) => access.resourceAppId)
  return [...byApi]
    .map(([appId, list]) => {
      const items = list.map((access) => permissionItem(access, held)).join('')
      return `<p class="soft small">${escapeHtml(apiName(appId) ?? appId)}</p><ul>${items}</ul>`
    })
    .join('')
}

function permissionItem(access: Access, held: ReadonlySet<string>): string {
  const known = findPermission(access)
  const words = known?.displayName ?? 'Unknown permission'
  const type = access.type === 'Role' ? 'application' : 'delegated'
  const mark = held.size > 0 && !held.has(accessKey(access)) ? '<span class="new">new</span>' : ''
  const value = escapeHtml(known?.value ?? access.id)
  return `<li><strong>${escapeHtml(words)}${mark}</strong><span class="soft small"><code>${value}</code> · ${type}</span></li>`
}

function removedWords(request: ConsentRequest, before: ServicePrincipal | undefined): string {
  if (!before || request.adds) return ''
  const asked = new Set(request.asked.map(accessKey))
  const gone = grantedAccess(before).filter((access) => !asked.has(accessKey(access)))
  if (gone.length === 0) return ''
  const names = gone.map((access) => findPermission(access)?.value ?? access.id).join(', ')
  return `<p class="warn small">No longer asked for and taken away by accepting: ${escapeHtml(names)}</p>`
}
