import { plain } from '../../../cards/text.ts'

/** Text that is markup already; only `html` makes it. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Part = Html | string | number | false | undefined | readonly Part[]

/** A template for markup: values are escaped unless they are markup themselves; `false` and `undefined` become nothing. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(strings.map((text, at) => text + (at < parts.length ? show(parts[at]) : '')).join(''))
}

function show(part: Part): string {
  if (part === false || part === undefined) return ''
  if (part instanceof Html) return part.text
  if (typeof part === 'object') return part.map(show).join('')
  return escapeHtml(String(part))
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Safe as text and inside quoted attributes; removes characters that hide or reverse text. */
export function escapeHtml(text: string): string {
  return plain(text, 1_000).replace(/[&<>"']/g, (character) => entities[character] ?? '')
}
