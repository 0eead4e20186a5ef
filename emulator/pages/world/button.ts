import { type Html, html } from '../html.ts'

/**
 * A button that makes one call of the control API. Two buttons that replace each other share a `key`, so that the focus
 * moves from one to the other.
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

/** Options of a select; `chosen` is selected. */
export function options(list: readonly (readonly [value: string, words: string])[], chosen?: string): Html[] {
  return list.map(([value, words]) => {
    return html`<option value="${value}"${value === chosen && html` selected`}>${words}</option>`
  })
}
