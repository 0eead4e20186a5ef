import type { Card, Element } from '../../cards/render.ts'

/** Every object of the card, the card first. */
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

/** The buttons in order, without the automatic refresh. */
export function buttonsOf(card: Card): Element[] {
  const { refresh: _, ...rest } = card
  return elementsOf(rest as Card).filter((element) => element.type === 'Action.Execute')
}

/** A button by title or verb, or by verb and part of its data if there are several. */
export type Wanted = string | { verb: string; data: Readonly<Record<string, unknown>> }

/** The matching button. @throws Error if there is none, or several with different data */
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

/** The inputs that a client sends with a click: typed values, or else the initial ones. */
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

/** All visible text of the card including button titles, one per line. */
export function readText(card: Card): string {
  return elementsOf(card)
    .flatMap(({ text, title, value, type }) => [text, title, type === undefined ? value : undefined])
    .filter((text) => typeof text === 'string')
    .join('\n')
}
