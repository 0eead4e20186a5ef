import { plain } from '../../../cards/text.ts'

/** Text that is markup already; made by `html` alone. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Part = Html | string | number | false | undefined | readonly Part[]

/** Markup with holes: what is put into a hole is escaped unless it is markup itself; `false` and `undefined` leave nothing. */
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

/** Safe as text and inside of quoted attributes; characters that hide or turn text are gone. */
export function escapeHtml(text: string): string {
  return plain(text, 1_000).replace(/[&<>"']/g, (character) => entities[character] ?? '')
}
