import { type LoginFailure, traceIds } from '../login/aadsts.ts'
import { type Html, html } from './html.ts'
import { htmlPage } from './style.ts'

const narrow = `main{max-width:32rem;margin:8vh auto;padding:0 1rem}dl{margin:1rem 0 0;font-size:.86rem;color:var(--soft)}
dt{font-weight:600}dd{margin:0 0 .3rem;overflow-wrap:anywhere}`

/** The page Microsoft shows when the browser is not redirected back. With `key`, the way back to the app stays open. */
export function loginErrorPage(failure: LoginFailure, at: Date, key?: string): string {
  const ids = traceIds()
  const title = failure.code === 90094 ? 'Need admin approval' : 'Sign-in failed'
  const body = html`<main><div class="card"><p class="soft small">Emulated sign-in</p><h1>${title}</h1>
<p>AADSTS${failure.code}: ${failure.text}</p>
${key !== undefined && backForm(key)}
<dl><dt>Request Id</dt><dd>${ids.trace}</dd><dt>Correlation Id</dt><dd>${ids.correlation}</dd>
<dt>Timestamp</dt><dd>${at.toISOString()}</dd></dl></div></main>`
  return htmlPage(title, body, narrow)
}

function backForm(key: string): Html {
  return html`<form method="post" action="/common/consent/set"><input type="hidden" name="key" value="${key}">
<button name="decision" value="again">Use another account</button>
<button name="decision" value="back">Back to the app</button></form>`
}

/** A page without links. */
export function silentPage(text: string): string {
  const body = html`<main><div class="card"><h1>Emulated sign-in</h1><p>${text}</p></div></main>`
  return htmlPage('Emulated sign-in', body, narrow)
}
