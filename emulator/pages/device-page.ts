import type { LoginFailure } from '../login/aadsts.ts'
import type { DeviceSignIn } from '../login/device-desk.ts'
import { wordsOfScope } from '../world/permissions.ts'
import { html } from './html.ts'
import { htmlPage } from './style.ts'

const look = `main{max-width:30rem;margin:8vh auto;padding:0 1rem}label{display:block;font-weight:600;margin:.6rem 0 .2rem}
input,select{width:100%}input{text-transform:uppercase;letter-spacing:.12em}ul{list-style:none;margin:.2rem 0 1rem;padding:0}
li{padding:.35rem 0;border-top:1px solid var(--line);overflow-wrap:anywhere}
.row{display:flex;gap:.6rem;justify-content:flex-end;flex-wrap:wrap;margin-top:1rem}`

/** An account that can sign in. */
export interface PersonChoice {
  value: string
  name: string
  roles: readonly string[]
}

/** Where a person types the code that a device shows. `wrong`: one that no device has. */
export function deviceCodePage(wrong?: string): string {
  const body = html`<main><form class="card" method="post" action="/common/oauth2/deviceauth">
<p class="soft small">Emulated sign-in</p><h1>Enter the code</h1>
<p>Enter the code that the app on your device shows. Don't enter a code that somebody sent you.</p>
${wrong !== undefined && html`<p class="bad" role="alert">✕ That code isn't known, has expired, or was used before. Check it, or start again on your device.</p>`}
<label for="code">Code</label><input id="code" name="code" required autocomplete="off" autofocus spellcheck="false">
<div class="row"><button class="main">Next</button></div></form></main>`
  return htmlPage('Emulated sign-in: enter the code', body, look)
}

/** Who signs in, and to what. `refused`: the last one that tried could not. */
export function devicePage(
  device: DeviceSignIn,
  people: readonly PersonChoice[],
  refused?: LoginFailure,
): string {
  const options = people.map(({ value, name, roles }) => {
    const held = roles.length > 0 ? roles.join(', ') : 'no directory role'
    return html`<option value="${value}">${name} · ${held}</option>`
  })
  const scopes = device.scopes.map(
    (scope) =>
      html`<li>${wordsOfScope(scope)}<br><code class="soft">${scope}</code> <span class="soft small">· delegated</span></li>`,
  )
  const body = html`<main><form class="card" method="post" action="/common/oauth2/deviceauth">
<input type="hidden" name="code" value="${device.userCode}">
<p class="soft small">Emulated sign-in</p><h1>Are you trying to sign in to ${device.appName}?</h1>
<p class="soft small">Client ID <code>${device.clientId}</code></p>
${refused && html`<p class="bad" role="alert">✕ AADSTS${refused.code}: ${refused.text}</p>`}
<label for="person">You sign in as</label><select id="person" name="person">${options}</select>
<h2>The app asks to act for you</h2><ul>${scopes}</ul>
<div class="row"><button name="decision" value="decline">Cancel</button>
<button class="main" name="decision" value="accept">Continue</button></div></form></main>`
  return htmlPage(`Emulated sign-in: ${device.appName}`, body, look)
}
