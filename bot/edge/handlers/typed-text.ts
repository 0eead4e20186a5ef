import { z } from 'zod'
import { longestReference } from '#domain/audit/ticket-reference.ts'
import { cutGraphemes, visibleText } from '#platform/text/visible-text.ts'

/** Limits what a field can cost; every field says itself what it takes. */
const longest = 20_000

/**
 * What a person typed into a field of a card, as they see it. Some clients send null for an empty field and a number for
 * digits: neither may lose the form. Anything else is no text of a field.
 */
export const typedText = z
  .unknown()
  .optional()
  .transform((value) =>
    visibleText(
      typeof value === 'number' ? String(value) : typeof value === 'string' ? value.slice(0, longest) : '',
    ),
  )

/** `typedText`, cut at what a form takes. */
export const typedLine = (limit: number) => typedText.transform((text) => cutGraphemes(text, limit))

/** A choice of a form; undefined if none was made or the field isn't there. */
export const chosen = typedText.transform((text) => (text === '' ? undefined : text))

/** One of the choices of a form; undefined for anything else. */
export const chosenFrom = <const T extends string>(choices: readonly T[]) =>
  typedText.transform((text) => choices.find((choice) => choice === text))

/** A ticket or case number to search for; undefined: none. A longer one is nobody's. */
export const searchedReference = typedLine(longestReference + 1).transform((text) =>
  text === '' ? undefined : text,
)
