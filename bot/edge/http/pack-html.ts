import { Html, html } from './html.ts'
import type { PackBlock, PackDocument, PackEntry, PackLine, PackSection } from './pack-parts.ts'
import { packStyleHash, packStyleOf } from './pack-style.ts'

/** Also for the saved file, which has no headers: it loads nothing and runs nothing. */
const policyOf = (document: PackDocument): string =>
  `default-src 'none'; style-src '${packStyleHash(document)}'; base-uri 'none'; form-action 'none'`

/** The pack as one page without any other file, on screens from 320 px on and on A4 or Letter paper. */
export function packHtml(document: PackDocument): string {
  const { kind, title, subtitle, byline, facts, sections } = document
  const contents = sections.map((each) => html`<li><a href="#${each.id}">${each.title}</a></li>`)
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policyOf(document)}"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><meta name="referrer" content="no-referrer">
<title>${kind}: ${title}</title><style>${new Html(packStyleOf(document))}</style></head>
<body><header><p class="kind">${kind}</p><h1>${title}</h1><p class="sub">${subtitle}</p><p class="soft">${byline}</p></header>
<main><div class="facts">${lines(facts)}</div>
<nav><ol>${contents}</ol></nav>
${sections.map(section)}</main></body></html>
`
  return page.text
}

const section = ({ id, title, blocks }: PackSection): Html =>
  html`<section id="${id}"><h2>${title}</h2>${blocks.map(block)}</section>
`

function block(part: PackBlock): Html {
  if (part.kind === 'text') return html`<p class="${part.tone ?? ''}">${part.text}</p>`
  if (part.kind === 'heading') return html`<h3>${part.text}</h3>`
  if (part.kind === 'lines') return lines(part.lines)
  if (part.kind === 'steps')
    return html`<ol class="steps">${part.steps.map((step) => html`<li>${step}</li>`)}</ol>`
  return html`${part.entries.map(entry)}`
}

function entry({ name, isCode, tags = [], lines: own }: PackEntry): Html {
  const marks = tags.map(({ text, tier }) => html` <span class="tag tier${tier ?? ''}">${text}</span>`)
  return html`<article><h4>${isCode ? html`<code>${name}</code>` : name}${marks}</h4>${lines(own)}</article>
`
}

const lines = (all: readonly PackLine[]): Html =>
  html`<dl>${all.map(
    ({ label, text, tone, href }, at) =>
      html`<dt>${label === all[at - 1]?.label ? '' : label}</dt><dd class="${tone ?? ''}">${value(text, href)}</dd>`,
  )}</dl>`

/** A printed link must be readable, so its address is written. */
function value(text: string, href: string | undefined): Html {
  if (href === undefined) return html`<bdi>${text}</bdi>`
  const shown = href.replace(/^https:\/\//, '')
  const link = html`<a class="url" href="${href}" rel="noreferrer">${shown}</a>`
  return text === href ? link : html`<bdi>${text}</bdi> ${link}`
}
