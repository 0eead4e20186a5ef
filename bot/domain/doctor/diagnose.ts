import { classifyRedirect, classifyToken } from '#platform/microsoft/classify.ts'
import { findPolicyId } from '#platform/microsoft/code-meanings.ts'
import type { OutcomeName } from '#platform/microsoft/outcomes.ts'
import { foldText } from '#platform/text/fold-text.ts'
import {
  type FoundCode,
  findGraphCodes,
  findGraphShape,
  findLoginNumbers,
  findSocketCodes,
  mostDiagnoses,
} from './find-codes.ts'
import { portalSentences, wholeSentences } from './portal-sentences.ts'

/** One recognized error. Only codes and IDs leave the pasted text, never its words. */
export interface Diagnosis {
  outcomeName: OutcomeName
  /** AADSTS, Graph, or socket error code. */
  code?: string
  traceId?: string
  correlationId?: string
  /** The Conditional Access policy in the claims of a refusal. */
  policyId?: string
  /** Microsoft has a page about the number. */
  hasPage?: true
  /** Of an unknown number: the OAuth error beside it, which is certain. */
  shape?: string
}

/** Limits pasted logs. */
export const longestText = 20_000

/**
 * Diagnoses a pasted code, error text, error JSON, or redirect URL; empty if nothing is recognized. Pure. Tries the most
 * exact sources first and stops at the first one that finds something. Of several codes, the first `AADSTS` number is the
 * error; the others follow.
 */
export function diagnose(text: string): Diagnosis[] {
  const decoded = readable(decodeAll(text.slice(0, longestText)))
  const sources = [byCode, byRedirect, byTokenAnswer, byGraphShape, bySentence, bySocketCode]
  for (const source of sources) {
    const found = source(decoded)
    if (found.length > 0) return withIds(found.slice(0, mostDiagnoses), decoded)
  }
  return []
}

/** Undoes URL encoding, also if applied several times. */
function decodeAll(text: string): string {
  let plain = text.replaceAll('&amp;', '&')
  for (let round = 0; round < 3 && /%[0-9a-f]{2}/i.test(plain); round += 1) {
    plain = plain.replace(/(%[0-9a-f]{2})+/gi, decodeOne)
  }
  return plain.trim()
}

/** Codes copied from pages and chats hold full-width digits and characters that show nothing. */
const readable = (text: string): string =>
  text
    .normalize('NFKC')
    // One character can stand for eighteen.
    .slice(0, longestText)
    .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')

function decodeOne(encoded: string): string {
  try {
    return decodeURIComponent(encoded)
  } catch {
    return ' '
  }
}

function byCode(text: string): Diagnosis[] {
  const numbers = findLoginNumbers(text).map(({ code, outcomeName }) => ({
    outcomeName: outcomeName ?? ('loginCodeUnknown' as const),
    code,
    hasPage: true as const,
    ...(outcomeName === undefined && shapeOf(text)),
  }))
  return [...numbers, ...diagnosesOf(findGraphCodes(text))]
}

/** The OAuth error of a JSON answer or a redirect. */
function shapeOf(text: string): { shape?: string } {
  const shape = /\berror["']?\s{0,3}[:=]\s{0,3}["']?([a-z_]{3,40})/i.exec(text)?.[1]?.toLowerCase()
  return shape ? { shape } : {}
}

const diagnosesOf = (codes: readonly FoundCode[]): Diagnosis[] =>
  codes.flatMap(({ code, outcomeName }) => (outcomeName ? [{ outcomeName, code }] : []))

const byGraphShape = (text: string): Diagnosis[] => diagnosesOf(findGraphShape(text))
const bySocketCode = (text: string): Diagnosis[] => diagnosesOf(findSocketCodes(text))

/** A redirect without a code is classified by its `error`. A reported success isn't verified, and the diagnosis says so. */
function byRedirect(text: string): Diagnosis[] {
  const error = /[?&#\s]error=([a-z_]{3,40})/i.exec(` ${text}`)?.[1]?.toLowerCase()
  const subcode = /[?&]error_subcode=([a-z_]{1,40})/i.exec(text)?.[1]?.toLowerCase()
  if (error) {
    const { name } = classifyRedirect(error, '', subcode)
    return [{ outcomeName: name as OutcomeName, code: error }]
  }
  return /[?&]admin_consent=true\b/i.test(text) ? [{ outcomeName: 'consentReported' }] : []
}

/** An answer to a token request without a number: its OAuth error is certain. */
function byTokenAnswer(text: string): Diagnosis[] {
  const error = /"error"\s{0,3}:\s{0,3}"([a-z_]{3,40})"/i.exec(text)?.[1]?.toLowerCase()
  if (!error) return []
  return [{ outcomeName: classifyToken({ status: 400, error }).name as OutcomeName, code: error }]
}

/** What the pages of Microsoft and of other consoles say without a number. */
function bySentence(text: string): Diagnosis[] {
  const said = foldText(text.replaceAll('+', ' '))
  const alone = /\w(?:.*\w)?/s.exec(said)?.[0]
  const rows = [
    ...portalSentences.filter(([sentence]) => said.includes(sentence)),
    ...wholeSentences.filter(([sentence]) => alone === sentence),
  ]
  return [...new Set(rows.map(([, name]) => name))].map((outcomeName) => ({ outcomeName }))
}

const guid = '([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})'
/** Bounded, so that matching long runs of spaces stays fast. */
const between = `[:=+\\s"']{1,6}`
const tracePattern = new RegExp(`trace[ _+]?id["']?${between}${guid}`, 'i')
const correlationPattern = new RegExp(`correlation[ _+]?id["']?${between}${guid}`, 'i')
const requestPattern = new RegExp(`\\brequest-id["']?${between}${guid}`, 'i')

/** Adds the IDs that Microsoft support asks for, and the policy that refused, to the first diagnosis. */
function withIds(found: Diagnosis[], text: string): Diagnosis[] {
  const traceId = (tracePattern.exec(text) ?? requestPattern.exec(text))?.[1]?.toLowerCase()
  const correlationId = correlationPattern.exec(text)?.[1]?.toLowerCase()
  const policyId = findPolicyId(text)
  const ids = {
    ...(traceId && { traceId }),
    ...(correlationId && { correlationId }),
    ...(policyId && { policyId }),
  }
  return found.map((diagnosis, index) => (index === 0 ? { ...diagnosis, ...ids } : diagnosis))
}
