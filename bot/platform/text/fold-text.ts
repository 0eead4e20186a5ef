import { visibleText } from './visible-text.ts'

/** Apostrophes, single quotes, primes, and accents that stand for them. No property of Unicode names them all. */
const singleMarks =
  /[`\u00b4\u02b9-\u02bd\u02c8\u02ca\u02cb\u055a\u05f3\u1fbd\u1fbf\u1fef\u1ffd\u1ffe\u2018-\u201b\u2032\u2035\u2039\u203a\ua78b\ua78c\uff07]/gu
const doubleMarks = /[\u02ba\u02dd\u02ee\u05f4\u2033\u2034\u2036\u2037\u2057]|(?!')\p{Quotation_Mark}/gu
const dashes = /\p{Dash}/gu
const terminal = /^[\p{Terminal_Punctuation} ]$/u

/**
 * A typed line in its plainest form: visible, compatible characters are one, and every quote, apostrophe, dash, and space is
 * the one of ASCII. Keeps upper case and the difference between ' and ".
 */
export function plainLine(text: string): string {
  // Before too, because some of these marks decompose into a space and an accent.
  return foldMarks(visibleText(foldMarks(visibleText(text)).normalize('NFKC')))
}

function foldMarks(text: string): string {
  return text.replace(singleMarks, "'").replace(doubleMarks, '"').replace(dashes, '-')
}

/** Changes with the result of `foldText`; names that are stored by another rule are folded again at the next start. */
export const foldRule = '2'

/** The form in which names, domains, and words are compared, sorted, and searched. Linear, and its own fixed point. */
export function foldText(text: string): string {
  const folded = plainLine(foldCase(plainLine(text))).replaceAll('"', "'")
  return withoutEnding(folded) || folded
}

/** Upper case in between joins letters that have no lower case of their own, such as ß and ss. */
function foldCase(text: string): string {
  return text.toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ')
}

/** Without spaces and punctuation that ends a sentence or a part of it, at the end. A pattern would cost the square. */
export function withoutEnding(text: string): string {
  let end = text.length
  while (end > 0 && terminal.test(text.charAt(end - 1))) end -= 1
  return text.slice(0, end)
}
