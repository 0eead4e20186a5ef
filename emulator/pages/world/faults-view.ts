import { describeFault } from '../../control/describe-fault.ts'
import type { FaultState } from '../../control/fault-state.ts'
import { type Html, html } from '../html.ts'
import { button, options } from './button.ts'
import { faultPresets, howOften } from './fault-presets.ts'

/** A form that turns a fault on, in one tenant or everywhere. */
export function faultForm(tenantId?: string): Html {
  const groups = faultPresets.map(({ group, presets }) => {
    const list = presets.map(([words, input]) => [JSON.stringify(input), words] as const)
    return html`<optgroup label="${group}">${options(list)}</optgroup>`
  })
  const input = JSON.stringify(tenantId === undefined ? {} : { tenantId })
  return html`<div class="bar"><form data-call="fault" data-input="${input}">
<select name="*" data-as="json" aria-label="What breaks">${groups}</select>
<select name="times" data-as="number" aria-label="How often">${options(howOften, '')}</select>
<button class="main">Turn on</button></form></div>`
}

/** The faults that are on, each with a button to end it. `nameOf` is for lists of more than one tenant. */
export function faultList(faults: readonly FaultState[], nameOf?: (tenantId: string) => string): Html {
  if (faults.length === 0) return html`<p class="soft">No faults are on.</p>`
  const lines = faults.map((fault) => {
    const place = fault.tenantId === undefined ? 'All tenants' : (nameOf?.(fault.tenantId) ?? fault.tenantId)
    return html`<tr><td>${describeFault(fault)}<br><span class="small soft">${count(fault)}</span></td>${nameOf && html`<td>${place}</td>`}
<td class="num">${button('End', 'clear-faults', { id: fault.id }, 'tiny')}</td></tr>`
  })
  return html`<table>${lines}</table>`
}

function count({ struck, left }: FaultState): string {
  const so = struck === 0 ? 'not triggered yet' : `triggered ${struck}×`
  if (left === undefined) return so
  return left === 0 ? `${so}, used up` : `${so}, ${left} left`
}
