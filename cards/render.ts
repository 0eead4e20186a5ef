import { Template } from 'adaptivecards-templating'

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
 * The function that fills a layout. The layout is parsed once, when it is first filled: parsing all of them would be a large
 * part of a start, and expanding is 30 times cheaper than parsing.
 * Throws when the data leave a hole: a missing field would otherwise reach a person as `${name}`.
 */
export function defineLayout<Data extends object>(layout: object): (data: Data) => Element {
  let template: Template | undefined
  return (data) => {
    template ??= new Template(layout)
    const filled = template.expand({ $root: data }) as Element
    const hole = findHole(filled)
    if (hole) throw new Error(`Expected data for every field of the card, got a hole at \`${hole}\``)
    return filled
  }
}

function findHole(value: unknown): string | undefined {
  return isWhole(value) ? undefined : placeOfHole(value)
}

function isWhole(value: unknown): boolean {
  if (typeof value === 'string') return !value.includes('${')
  if (typeof value !== 'object') return value !== undefined
  if (value === null) return false
  return Array.isArray(value) ? value.every(isWhole) : Object.values(value).every(isWhole)
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
