import { UserError } from '#platform/base/errors.ts'
import { foldText } from '#platform/text/fold-text.ts'
import { countGraphemes, visibleText } from '#platform/text/visible-text.ts'

/** Longer than the numbers of the ticket systems that people use, and short enough for one line of a card. */
export const longestReference = 40

/**
 * A ticket or case number in another system, as a reader sees it; undefined if nothing was entered.
 * @throws UserError REFERENCE_INVALID
 */
export function readReference(text = ''): string | undefined {
  const reference = visibleText(text)
  if (reference === '') return undefined
  // A longer one is never cut: half a number is another number.
  if (countGraphemes(reference) > longestReference || referenceKey(reference) === '')
    throw new UserError('REFERENCE_INVALID', { most: longestReference })
  return reference
}

/** The form in which references are compared: "inc 0012345" and "#INC0012345" are one. Empty without a letter or digit. */
export function referenceKey(reference: string): string {
  const key = foldText(reference).replaceAll(' ', '').replace(/^#+/, '')
  return /[\p{L}\p{N}]/u.test(key) ? key : ''
}
