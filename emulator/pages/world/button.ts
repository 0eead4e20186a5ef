import { type Html, html } from '../html.ts'

/**
 * A button that makes one call of the control API. Two that take each other's place share a `key`: whoever has pressed one
 * stands on the other then.
 */
export function button(
  words: string,
  call: string,
  input: Record<string, unknown>,
  look: 'plain' | 'harm' | 'main' | 'tiny' = 'plain',
  key = call + JSON.stringify(input),
): Html {
  const json = JSON.stringify(input)
  return html`<button class="${look}" data-call="${call}" data-input="${json}" data-key="${key}">${words}</button>`
}

/** Options of a select; `chosen` is marked. */
export function options(list: readonly (readonly [value: string, words: string])[], chosen?: string): Html[] {
  return list.map(([value, words]) => {
    return html`<option value="${value}"${value === chosen && html` selected`}>${words}</option>`
  })
}
