import { Template } from 'adaptivecards-templating'
import { compileLayout, type Fill } from './compile-layout.ts'

export interface Card {
  type: 'AdaptiveCard'
  [property: string]: unknown
}

/** Any piece of card JSON. */
export interface Element {
  type?: string
  [property: string]: unknown
}

/**
 * The function that fills a layout. It is made when the layout is first filled: making all of them would be a large part of a
 * start. Throws when the data leave a hole: a missing field would otherwise reach a person as `${name}`.
 */
export function defineLayout<Data extends object>(layout: object): (data: Data) => Element {
  const expand = expandWithLibrary(layout)
  let fill: Fill | undefined
  return (data) => {
    fill ??= compileLayout(layout) ?? expand
    const filled = fill(data)
    return (isWhole(filled) ? filled : assertWhole(expand(data))) as Element
  }
}

/** Parsed once: expanding is 30 times cheaper than parsing. */
function expandWithLibrary(layout: object): Fill {
  let template: Template | undefined
  return (data) => {
    template ??= new Template(layout)
    return template.expand({ $root: data })
  }
}

function assertWhole(filled: unknown): unknown {
  const hole = placeOfHole(filled)
  if (hole) throw new Error(`Expected data for every field of the card, got a hole at \`${hole}\``)
  return filled
}

function isWhole(value: unknown): boolean {
  if (typeof value === 'string') return !value.includes('${')
  if (typeof value !== 'object') return value !== undefined
  if (value === null) return false
  if (Array.isArray(value)) return value.every(isWhole)
  for (const key in value) if (!isWhole(value[key as keyof typeof value])) return false
  return true
}

function placeOfHole(value: unknown, path = 'card'): string | undefined {
  if (value === null || value === undefined) return path
  if (typeof value === 'string') return value.includes('${') ? `${path}: ${value}` : undefined
  if (typeof value !== 'object') return undefined
  for (const [key, inner] of Object.entries(value)) {
    const hole = placeOfHole(inner, `${path}.${key}`)
    if (hole) return hole
  }
  return undefined
}
