const whiteSpace = /[\p{White_Space}\u2800]+/gu
/** Controls, bidi and format characters, and whatever else Unicode says shows nothing. */
const invisible = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu
/** No script stacks more marks on a letter, and sorting a longer run costs Node the square of its length. */
const longRuns = /(\p{M}{30})\p{M}+/gu
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * A text from outside as one line of what a reader sees: without invisible characters, with single plain spaces. The empty
 * braille pattern counts as a space, though it has no property that says so. Linear, and its own fixed point.
 */
export function visibleText(text: string): string {
  const line = text.toWellFormed().replace(whiteSpace, ' ').replace(invisible, '')
  return line.replace(longRuns, '$1').replace(/ +/g, ' ').trim().normalize('NFC')
}

/** The number of characters of a visible text as a reader counts them. */
export function countGraphemes(text: string): number {
  let count = 0
  for (const _ of graphemes.segment(text)) count += 1
  return count
}

/** The first characters of a visible text as a reader counts them, and at most twice as many UTF-16 units. */
export function cutGraphemes(text: string, limit: number): string {
  if (text.length <= limit) return text
  let end = 0
  let count = 0
  for (const { index, segment } of graphemes.segment(text)) {
    if (count === limit || index + segment.length > 2 * limit) break
    end = index + segment.length
    count += 1
  }
  return text.slice(0, end).trimEnd()
}
