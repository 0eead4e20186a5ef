import { createRequire } from 'node:module'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { cardVerbs } from '../../cards/buttons.ts'
import type { Card } from '../../cards/render.ts'
import { cardSchema } from './card-schema.ts'

const maxBytes = 36 * 1_024
const maxActions = 6

interface Piece {
  type?: string
  [property: string]: unknown
}

/** Everything wrong with a card as a message; empty for a valid one. */
export function complaintsAbout(card: Card): string[] {
  const { refresh: _, ...shown } = card
  const pieces = piecesOf(shown)
  return [
    ...schemaComplaints(card),
    ...libraryComplaints(card),
    ...sizeComplaints(card),
    ...pieces.flatMap(actionListComplaints),
    ...pieces.filter((piece) => piece.type === 'Action.Execute').flatMap(executeComplaints),
    ...pieces.filter((piece) => piece.type === 'TextBlock').flatMap(textBlockComplaints),
    ...equalButtonComplaints(pieces),
    ...toggleComplaints(pieces),
    ...inputComplaints(pieces),
    ...fallbackTextComplaints(card),
    ...stringComplaints(card),
    ...(pieces.some((piece) => piece.style === 'heading') ? [] : ['it has no heading']),
  ]
}

/** Every object of a card with a type. */
export function piecesOf(value: unknown): Piece[] {
  if (Array.isArray(value)) return value.flatMap(piecesOf)
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.entries(value).flatMap(([key, each]) => (key === 'data' ? [] : piecesOf(each)))
  return 'type' in value ? [value as Piece, ...inner] : inner
}

function schemaComplaints(card: Card): string[] {
  const { error } = cardSchema.safeParse(card)
  return error ? [`it breaks the schema: ${z.prettifyError(error)}`] : []
}

interface CardLibrary {
  AdaptiveCard: new () => { parse(card: object, context: ParseContext): void }
  SerializationContext: new (version: unknown) => ParseContext
  Versions: { v1_5: unknown }
}
interface ParseContext {
  eventCount: number
  getEventAt(index: number): { message: string }
}

// The package's entry needs a bundler; clients run the bundle.
const library = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js') as CardLibrary

/** The library is an older client: it draws the fallback of these, which the schema asks for. */
const olderClient = /^Unknown element type "(ProgressBar|Chart\.HorizontalBar\.Stacked)"\. Fallback/

function libraryComplaints(card: Card): string[] {
  const context = new library.SerializationContext(library.Versions.v1_5)
  new library.AdaptiveCard().parse(card, context)
  const said = Array.from({ length: context.eventCount }, (_, n) => context.getEventAt(n).message)
  return said.filter((message) => !olderClient.test(message)).map((message) => `a client says: ${message}`)
}

/** The size of its activity; the channel counts UTF-16. */
function sizeComplaints(card: Card): string[] {
  const attachments = [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }]
  const envelope = {
    type: 'message',
    summary: card.fallbackText,
    attachments,
    conversation: { id: 'x'.repeat(400) },
  }
  const bytes = JSON.stringify(envelope).length * 2
  return bytes > maxBytes ? [`it has ${bytes} bytes as sent`] : []
}

function actionListComplaints({ type, actions }: Piece): string[] {
  const count = Array.isArray(actions) ? actions.length : 0
  return count > maxActions ? [`${type} has ${count} actions`] : []
}

function executeComplaints({ title, verb, data, fallback }: Piece): string[] {
  const about = `button "${title}"`
  const known = cardVerbs.some((each) => each === verb)
  if (fallback === undefined) return known ? [] : [`${about} has the unknown verb ${verb}`]
  const { title: shown, data: sent } = fallback as { title: unknown; data: unknown }
  const same = isDeepStrictEqual(sent, { ...(data as object), verb })
  return [
    ...(known ? [] : [`${about} has the unknown verb ${verb}`]),
    ...(shown === title ? [] : [`${about} has another title in its fallback`]),
    ...(same ? [] : [`${about} sends something else in its fallback`]),
  ]
}

/** Without wrap, text is truncated on phones; only icons are short enough. */
function textBlockComplaints({ text, wrap }: Piece): string[] {
  return wrap === true || `${text}`.length <= 3 ? [] : [`text "${text}" does not wrap`]
}

/** A screen reader reads titles and tooltips, and in a table row and column; two buttons that sound the same must do the same. */
function equalButtonComplaints(pieces: readonly Piece[]): string[] {
  const does = new Map<string, string>()
  const inTables = placesInTables(pieces)
  return pieces.flatMap((piece) => {
    if (piece.type !== 'Action.Execute') return []
    const sound = `${inTables.get(piece) ?? ''}${piece.title} / ${piece.tooltip ?? ''}`
    const doing = JSON.stringify([piece.verb, piece.data])
    const first = does.get(sound)
    does.set(sound, doing)
    return first === undefined || first === doing ? [] : [`two buttons sound alike: ${sound}`]
  })
}

/** Row and column of each action of a cell. */
function placesInTables(pieces: readonly Piece[]): Map<Piece, string> {
  const places = new Map<Piece, string>()
  const textIn = (cell: Piece | undefined) =>
    piecesOf(cell?.items)
      .map(({ text }) => text)
      .join(' ')
  for (const table of pieces.filter(({ type }) => type === 'Table')) {
    const [head, ...rows] = (table.rows as Piece[]).map(({ cells }) => cells as Piece[])
    for (const cells of rows)
      for (const [at, cell] of cells.entries())
        if (cell.selectAction)
          places.set(cell.selectAction as Piece, `${textIn(cells[0])}, ${textIn(head?.[at])}: `)
  }
  return places
}

/** A click on what is not there does nothing, and on one of two equal ids whatever the client likes. */
function toggleComplaints(pieces: readonly Piece[]): string[] {
  const ids = pieces.flatMap(({ id }) => (typeof id === 'string' ? [id] : []))
  const targets = pieces.flatMap(({ type, targetElements }) =>
    type === 'Action.ToggleVisibility' ? (targetElements as string[]) : [],
  )
  return [
    ...targets
      .filter((id) => !ids.includes(id))
      .map((id) => `a click shows or hides ${id}, which isn't there`),
    ...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `two elements have the id ${id}`),
  ]
}

function inputComplaints(pieces: readonly Piece[]): string[] {
  const inputs = pieces.filter((piece) => piece.type?.startsWith('Input.'))
  if (inputs.length === 0) return []
  const unasked = pieces.filter((piece) => piece.type === 'Action.Execute' && !piece.associatedInputs)
  return [
    ...inputs
      .filter((each) => each.isRequired && !each.errorMessage)
      .map(({ id }) => `${id} has no error message`),
    ...unasked.map(({ title }) => `button "${title}" takes what was typed along`),
  ]
}

function fallbackTextComplaints({ fallbackText }: Card): string[] {
  const text = `${fallbackText}`
  return escaped.test(text) ? [`the fallback text is escaped, but shown as it is: ${text}`] : []
}

const escaped = /\\[!-/:-@[-`{-~]/
const everyEscaped = new RegExp(escaped, 'g')
const careless = /\$\{|undefined|\bnull\b|\bNaN\b|\[object|Invalid Date|=>/
const hidden = /[\p{Cc}\p{Cs}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u
/** Text that Markdown, mentions, links or the date function would act on, after removing escapes. */
const acting = /[[\]<>`~\\]|\{\{|:\/\/|www\.|(?<!\*)\*(?!\*)|\*\*\*|^[-+#] |^\d+\. /

function stringComplaints(card: Card): string[] {
  const { $schema: _, ...shown } = card
  return stringsOf(shown).flatMap(({ path, text }) => {
    const wrong = [
      ...(careless.test(text) ? ['looks like a mistake'] : []),
      ...(hidden.test(text) ? ['hides a character'] : []),
      ...(isShown(path) && acts(text) ? ['is not escaped'] : []),
    ]
    return wrong.map((what) => `${path} ${what}: ${text}`)
  })
}

/** The data of a button is not visible text. */
const isShown = (path: string): boolean => /\.text$/.test(path) && !path.includes('.data.')

/** A time that the bot leaves to clients. The date is that of names from tenants that look like one. */
const ownTime = /\{\{(?:DATE|TIME)\((?!2026-01-01T)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ(?:,SHORT)?\)\}\}/g

function acts(text: string): boolean {
  const rest = text.replace(everyEscaped, '□').replace(ownTime, '□')
  const bolds = rest.match(/\*\*/g)?.length ?? 0
  return acting.test(rest) || bolds % 2 === 1
}

function stringsOf(value: unknown, path = 'card'): { path: string; text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, each]) => stringsOf(each, `${path}.${key}`))
}
