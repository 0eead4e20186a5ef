import type { FaultState } from '../../control/fault-state.ts'
import { type Html, html } from '../html.ts'
import { button } from './button.ts'
import { faultList } from './faults-view.ts'
import { type WhatIf, whatIfs } from './what-if.ts'

/** Per scenario: a button that triggers it, what Teams then shows, and a button that reverts it. */
export function whatIfView(faults: readonly FaultState[]): Html {
  return html`<div class="one"><section class="card"><h1>What if…</h1>
<p class="soft">Type <code>alerts on</code> in a chat or a channel first. The demo reads every tenant every ten seconds. A loss is confirmed by a second read a minute later.</p>
<div class="apps">${whatIfs.map(card)}</div></section>
<section class="card"><h2>Active faults</h2><div id="trouble" data-live>${faultList(faults)}</div></section></div>`
}

function card({ title, teams, act, back }: WhatIf): Html {
  return html`<article class="app"><h3>${title}</h3><p>${teams}</p>
<div class="bar">${button(act.words, act.call, act.input, 'main')}${button(back.words, back.call, back.input)}</div></article>`
}
