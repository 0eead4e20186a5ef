import type { Card, Element } from '../../cards/render.ts'

/** Every object inside of the card, the card first. */
export function elementsOf(card: Card): Element[] {
  const found: Element[] = []
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if (!Array.isArray(value)) found.push(value as Element)
    for (const inner of Object.values(value)) walk(inner)
  }
  walk(card)
  return found
}

/** What can be pressed, in the order of the card; an automatic refresh is not among it. */
export function buttonsOf(card: Card): Element[] {
  const { refresh: _, ...rest } = card
  return elementsOf(rest as Card).filter((element) => element.type === 'Action.Execute')
}

/** A button by title or verb or, where a card has several of them, by verb and part of what it sends. */
export type Wanted = string | { verb: string; data: Readonly<Record<string, unknown>> }

/** The one button that is wanted. Throws when there is none, or when several differ in what they send. */
export function findButton(card: Card, wanted: Wanted): Element {
  const fits = buttonsOf(card).filter((button) => isWanted(button, wanted))
  const [button] = fits
  const distinct = new Set(fits.map(({ verb, data }) => JSON.stringify([verb, data])))
  if (!button || distinct.size > 1) {
    const there = buttonsOf(card).map(
      ({ title, verb, data }) => `"${title}" (${verb} ${JSON.stringify(data)})`,
    )
    const name = JSON.stringify(wanted)
    throw new Error(`Expected one button ${name}, got ${distinct.size} among\n${there.join('\n') || 'none'}`)
  }
  return button
}

function isWanted({ title, verb, data }: Element, wanted: Wanted): boolean {
  if (typeof wanted === 'string') return title === wanted || verb === wanted
  const sent = data as Record<string, unknown>
  const same = ([key, value]: [string, unknown]) => JSON.stringify(sent[key]) === JSON.stringify(value)
  return verb === wanted.verb && Object.entries(wanted.data).every(same)
}

/** What a client sends along with a click: what was typed, over what the inputs were filled with. */
export function inputsOf(card: Card, typed: Readonly<Record<string, string>>): Record<string, string> {
  const inputs = elementsOf(card).filter(
    ({ type, id }) => type?.startsWith('Input.') && typeof id === 'string',
  )
  const values: Record<string, string> = {}
  for (const { id, value, isRequired } of inputs) {
    const filled = typed[String(id)] ?? (typeof value === 'string' ? value : '')
    if (isRequired && filled === '') throw new Error(`Expected a value for the required input "${id}"`)
    values[String(id)] = filled
  }
  const strange = Object.keys(typed).find((id) => !(id in values))
  if (strange !== undefined) throw new Error(`Expected an input "${strange}" on the card`)
  return values
}

/** All text that a person can read on the card, button titles included, one per line. */
export function readText(card: Card): string {
  return elementsOf(card)
    .flatMap(({ text, title, value, type }) => [text, title, type === undefined ? value : undefined])
    .filter((text) => typeof text === 'string')
    .join('\n')
}
