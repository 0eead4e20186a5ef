import { type Signer, signers } from '../login/consent-decision.ts'
import type { ConsentRequest } from '../login/consent-request.ts'
import { grantedAccess } from '../world/directory.ts'
import { type Access, accessKey, apiName, findPermission } from '../world/permissions.ts'
import type { ServicePrincipal, Tenant } from '../world/types.ts'
import { type Html, html } from './html.ts'
import { htmlPage } from './style.ts'

const look = `main{max-width:34rem;margin:4vh auto;padding:0 1rem}
ul{list-style:none;margin:.2rem 0 1rem;padding:0}li{padding:.4rem 0;border-top:1px solid var(--line)}
li strong{display:block;overflow-wrap:anywhere;font-weight:600}.new{background:var(--chip);border-radius:9px;padding:0 .5rem;font-size:.8rem;margin-left:.4rem}
label{display:block;font-weight:600;margin:.2rem 0}select{width:100%}
.row{display:flex;gap:.6rem;justify-content:flex-end;flex-wrap:wrap;margin-top:1rem;padding-top:1rem;border-top:1px solid var(--line)}
.row .quiet{margin-right:auto}header{margin:0 0 .8rem}.who{background:var(--chip);border-radius:8px;padding:.7rem .9rem;margin:.8rem 0}
.who p{margin:0 0 .5rem}.lists{max-height:19rem;overflow:auto;padding-right:.4rem;border-bottom:1px solid var(--line)}`

/** The page on which an admin of the tenant decides. */
export function consentPage(facts: {
  key: string
  request: ConsentRequest
  choices: readonly Tenant[]
  before: ServicePrincipal | undefined
}): string {
  const { request, before } = facts
  const { registration, asked } = request
  const held = new Set((before ? grantedAccess(before) : []).map(accessKey))
  const fresh = held.size === 0 ? 0 : asked.filter((access) => !held.has(accessKey(access))).length
  const count = `${asked.length} ${asked.length === 1 ? 'permission' : 'permissions'}`
  const body = html`<main><form class="card" method="post" action="/common/consent/set">
<input type="hidden" name="key" value="${facts.key}">
<header><p class="soft small">Emulated admin consent, for the whole organization</p>
<h1>${registration.displayName}</h1>
${publisherWords(request)}<p class="soft small">Client ID <code>${registration.appId}</code></p></header>
<div class="who">${tenantWords(request.tenant, facts.choices)}
<label for="signer">You sign in as</label><select id="signer" name="signer">${signerOptions()}</select></div>
<h2>The app requests ${count}${fresh > 0 && `, ${fresh} of them new`}</h2><div class="lists" tabindex="0">${permissionLists(asked, held)}</div>
${removedWords(request, before)}
<p class="soft small">Accept gives the app this access for everyone in the organization.</p>
<div class="row"><button class="quiet" name="decision" value="back">Leave without an answer</button>
<button name="decision" value="cancel">Cancel</button><button class="main" name="decision" value="accept">Accept</button></div>
</form></main>`
  return htmlPage(`Emulated consent: ${registration.displayName}`, body, look)
}

function publisherWords({ registration }: ConsentRequest): Html {
  const { publisher, verifiedPublisher } = registration
  return verifiedPublisher
    ? html`<p class="good">✓ ${publisher}, verified publisher</p>`
    : html`<p class="warn">⚠ ${publisher}, not verified</p>`
}

function tenantWords(tenant: Tenant | undefined, choices: readonly Tenant[]): Html {
  if (tenant) {
    return html`<p>Organization <strong>${tenant.displayName}</strong> <span class="soft">${tenant.domains[0]}</span></p>`
  }
  const options = choices.map((one) => html`<option value="${one.id}">${one.displayName}</option>`)
  return html`<label for="tenant">Organization</label><select id="tenant" name="tenant">${options}</select>`
}

const signerOptions = (): Html[] =>
  (Object.keys(signers) as Signer[]).map((key) => html`<option value="${key}">${signers[key].words}</option>`)

/** New permissions first: they are what the signer has to decide on. */
function permissionLists(asked: readonly Access[], held: ReadonlySet<string>): Html[] {
  const newFirst = asked.toSorted((a, b) => Number(held.has(accessKey(a))) - Number(held.has(accessKey(b))))
  const byApi = Map.groupBy(newFirst, (access) => access.resourceAppId)
  return [...byApi].map(([appId, list]) => {
    const items = list.map((access) => permissionItem(access, held))
    return html`<p class="soft small">${apiName(appId) ?? appId}</p><ul>${items}</ul>`
  })
}

function permissionItem(access: Access, held: ReadonlySet<string>): Html {
  const known = findPermission(access)
  const type = access.type === 'Role' ? 'application' : 'delegated'
  const mark = held.size > 0 && !held.has(accessKey(access)) && html`<span class="new">new</span>`
  return html`<li><strong>${known?.displayName ?? 'Unknown permission'}${mark}</strong>
<span class="soft small"><code>${known?.value ?? access.id}</code> · ${type}</span></li>`
}

function removedWords(request: ConsentRequest, before: ServicePrincipal | undefined): Html | false {
  if (!before || request.adds) return false
  const asked = new Set(request.asked.map(accessKey))
  const gone = grantedAccess(before).filter((access) => !asked.has(accessKey(access)))
  const names = gone.map((access) => findPermission(access)?.value ?? access.id).join(', ')
  return (
    gone.length > 0 &&
    html`<p class="warn small">⚠ No longer requested, and removed when you accept: ${names}</p>`
  )
}
