import { foldText } from '#platform/text/fold-text.ts'
import { findTurn } from '../grammar/plain-words.ts'

const emptyLine = /\n[^\S\n]*\n/
const closing =
  /^(?:--|[-\u2013\u2014] ?\p{Lu}|(?:best|kind|kindest|warm|with best|with kind) (?:regards|wishes)|best|regards|cheers|thanks|thank you|many thanks|sincerely|yours|greetings|br|brgds|mfg|vg|sent from|get outlook)\b|^--/iu
/** A line of a signature begins with a capital, a number, or an address; a sentence that goes on doesn't. */
const signed = /^(?:[\p{Lu}\d+(|*_]|\S+@\S+$|https?:|www\.)/u
const most = { lines: 8, words: 8, letters: 400 }

/** The words without a signature below an empty line. Whatever could say more, or something else, stays. */
export function withoutSignature(words: string, name: string): string {
  const [gap] = emptyLine.exec(words) ?? []
  const at = gap === undefined ? -1 : words.search(emptyLine)
  if (gap === undefined || words.slice(0, at).trim() === '') return words
  return isSignature(words.slice(at + gap.length), name) ? words.slice(0, at) : words
}

function isSignature(text: string, name: string): boolean {
  const lines = text
    .slice(0, most.letters + 1)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const [first = '', ...others] = lines
  const isShort = text.length <= most.letters && lines.length <= most.lines
  const begins = closing.test(first) || (foldText(name) !== '' && foldText(name).startsWith(foldText(first)))
  const isFew = lines.every((line) => line.split(/\s+/).length <= most.words)
  return (
    isShort && first !== '' && begins && isFew && others.every((line) => signed.test(line)) && !findTurn(text)
  )
}
