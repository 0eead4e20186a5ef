import { findMeaning, meaningOfRefusal, vagueCodes } from '#platform/microsoft/code-meanings.ts'
import { findOutcomeName, knownCodes, type OutcomeName } from '#platform/microsoft/outcomes.ts'

/** A code in a text. */
export interface FoundCode {
  code: string
  /** Undefined: a number of the sign-in service that the table doesn't have. */
  outcomeName: OutcomeName | undefined
}

/** Where the text says the number of an error itself, the most exact first. */
const exactNumber = /AADSTS[\s:#-]{0,3}(\d{4,8})/gi
const numberPatterns = [
  /error_codes?"?\s?[:=]\s?\[?\s?(\d{4,8})/gi,
  /\/error\?code=(\d{4,8})/gi,
  /Error\(s\):\s?(\d{4,8})/gi,
  /^[\s(#["']{0,3}(?:error )?(?:code:? ?)?#?(\d{5,8})[\s)\]"'.:!?]{0,3}$/gi,
]
/** The word `code` and a number, as other products write it: counts only if the code is known. */
const looseNumber = /code["']?\s?[:=]?\s{0,2}["'(#]?(\d{4,8})\b/gi

/** An error text names one or two; more are a pasted log. */
export const mostDiagnoses = 5

interface Place {
  code: string
  index: number
}

const placesOf = (text: string, pattern: RegExp): Place[] =>
  [...text.matchAll(pattern)].map((match) => ({ code: match[1] ?? '', index: match.index }))

/** The numbers of the sign-in service: `AADSTS…` in the order of the text, then other notations. Each once. */
export function findLoginNumbers(text: string): FoundCode[] {
  const byPlace = (places: Place[]) => places.toSorted((a, b) => a.index - b.index)
  const loose = placesOf(text, looseNumber).filter(({ code }) => findOutcomeName(code) !== undefined)
  const exact = byPlace(placesOf(text, exactNumber))
  const others = byPlace([...numberPatterns.flatMap((pattern) => placesOf(text, pattern)), ...loose])
  const first = new Map<string, Place>()
  for (const place of [...exact, ...others]) if (!first.has(place.code)) first.set(place.code, place)
  // Its own words follow the number; other notations have no words of their own.
  const wordsOf = ({ code, index }: Place) =>
    exact.some((place) => place.code === code) ? text.slice(index) : text
  return [...first.values()].slice(0, mostDiagnoses).map((place) => ({
    code: place.code,
    outcomeName: findMeaning(place.code, wordsOf(place)),
  }))
}

const socketCode = /^(E[A-Z_]+|UND_ERR_\w+|CERT_\w+|\w+_CERT\w*|UNABLE_TO_\w+|TIMED_OUT)$/
const graphCodes = knownCodes(/[a-z]/i).filter((code) => !socketCode.test(code))
const socketCodes = knownCodes(/[a-z]/i).filter((code) => socketCode.test(code))
/** Codes that are also ordinary words: they count only as the value of a `code`. */
const everydayCodes = new Set(['Forbidden', 'AccessDenied', 'Unauthorized', 'UnknownError', 'BadRequest'])

/** The known codes of Microsoft Graph, in the order of the text. */
export function findGraphCodes(text: string): FoundCode[] {
  const found = graphCodes.flatMap((code) => {
    const pattern = everydayCodes.has(code) ? `code["']?\\s?[:=]\\s?["']?${code}\\b` : `\\b${code}\\b`
    const index = text.search(new RegExp(pattern, 'i'))
    return index < 0 ? [] : [{ code, index }]
  })
  return found
    .toSorted((a, b) => a.index - b.index)
    .map(({ code }) => ({
      code,
      outcomeName: meaningOf(code, text),
    }))
}

function meaningOf(code: string, text: string): OutcomeName | undefined {
  if (vagueCodes.has(code)) return meaningOfRefusal(code, text)
  if (code !== 'UnknownError' || /\b401\b|not provisioned|intune/i.test(text)) return findMeaning(code, text)
  // With any other status it says what its name says.
  return /\b403\b/.test(text) ? meaningOfRefusal(code, text) : 'graphRefused'
}

/** An error of Graph whose code nobody knows: what its shape says is certain. */
export function findGraphShape(text: string): FoundCode[] {
  const code = /"error"\s{0,20}:\s{0,20}\{\s{0,20}"code"\s{0,20}:\s{0,20}"([\w.-]{1,60})"/.exec(text)?.[1]
  if (code === undefined) return []
  const refused = /\b403\b/.test(text)
  return [{ code, outcomeName: refused ? meaningOfRefusal(code, text) : 'graphRefused' }]
}

export function findSocketCodes(text: string): FoundCode[] {
  return socketCodes
    .filter((code) => new RegExp(`\\b${code}\\b`).test(text))
    .map((code) => ({ code, outcomeName: findOutcomeName(code) }))
}
