import { button } from '../buttons.ts'
import type { Element } from '../render.ts'
import { escapeMarkdown, plain } from '../text.ts'
import { en as words } from '../words/en.ts'
import { foldedParts } from './rows.ts'

/** As many characters as the bot takes. */
const longest = 40

/** The field for a ticket or case number of another system. */
export const referenceInput = (value = '', label: string = words.references.label): Element => ({
  type: 'Input.Text',
  id: 'reference',
  label,
  placeholder: words.references.hint,
  value: plain(value, longest),
  maxLength: longest,
})

export const referenceLine = (reference: string | undefined): string =>
  reference === undefined ? '' : words.references.line(escapeMarkdown(reference, longest))

/** In a row of a list. */
export const shortReference = (reference: string | undefined): string =>
  reference === undefined ? '' : words.references.short(escapeMarkdown(reference, longest))

/** The reference of an alert; a click opens the field for it, for those who may change it. */
export function alertReferenceParts(
  { id, version, reference }: { id: number; version: number; reference?: string },
  mayChange: boolean,
): Element[] {
  const { add, change } = words.references
  const text = referenceLine(reference)
  if (!mayChange) return text === '' ? [] : [{ type: 'TextBlock', text, spacing: 'Small', wrap: true }]
  const row = { id: 'reference', icon: '🎫', text: text || add, title: text ? change : add }
  return foldedParts(row, [
    referenceInput(reference),
    { type: 'ActionSet', spacing: 'Small', actions: [button('setReference', { alertId: id, v: version })] },
  ])
}
