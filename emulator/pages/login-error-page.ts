import { type LoginFailure, traceIds } from '../login/aadsts.ts'
import { escapeHtml, htmlPage } from './style.ts'

const narrow = `main{max-width:30rem;margin:8vh auto;padding:0 1rem}dl{margin:1rem 0 0;font-size:.86rem;color:var(--soft)}
dt{font-weight:600}dd{margin:0 0 .3rem;overflow-wrap:anywhere}`

/** What Microsoft shows when nobody is sent back. With `key` the way back to the sign-in stays open. */
export function loginErrorPage(failure: LoginFailure, at: Date, key?: string): string {
  const ids = traceIds()
  const needsAdmin = failure.code === 90094
  const title = needsAdmin ? 'Need admin approval' : "Sorry, but we're having trouble signing you in."
  const back = key === undefined ? '' : backForm(key)
  const body = `<main><div class="card"><h1>${escapeHtml(title)}</h1>
<p>AADSTS${failure.code}: ${escapeHtml(failure.text)}</p>
${back}
<dl><dt>Request Id</dt><dd>${ids.trace}</dd><dt>Correlation Id</dt><dd>${ids.correlation}</dd>
<dt>Timestamp</dt><dd>${at.toISOString()}</dd></dl></div>${note}</main>`
  return htmlPage(title, body, narrow)
}

const note = '<p class="soft small">This page stands in for Microsoft\'s. It belongs to the emulator.</p>'

function backForm(key: string): string {
  return `<form method="post" action="/common/consent/set"><input type="hidden" name="key" value="${escapeHtml(key)}">
<button name="decision" value="back">Back to sign-in</button></form>`
}

/** A page that leads nowhere. */
export function silentPage(text: string): string {
  return htmlPage(
    'Sign in',
    `<main><div class="card"><h1>Sign in</h1><p>${escapeHtml(text)}</p></div>${note}</main>`,
    narrow,
  )
}
