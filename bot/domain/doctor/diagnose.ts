import { classifyRedirect } from '#platform/microsoft/classify.ts'
import { findOutcomeName, knownCodes, type OutcomeName } from '#platform/microsoft/outcomes.ts'
import { errorLookupLink } from '../directory/deep-links.ts'

/** One recognized error. Only codes and IDs leave the pasted text, never its words. */
export interface Diagnosis {
  outcomeName: OutcomeName
  /** AADSTS, Graph, or socket error code. */
  code?: string
  traceId?: string
  correlationId?: string
  /** Microsoft's page about the code. */
  link?: string
}

/** Limits pasted logs. */
const longestText = 20_000
const mostDiagnoses = 5

/**
 * Diagnoses a pasted code, error text, error JSON, or redirect URL; empty if nothing is recognized. Pure. Tries the most
 * exact sources first and stops at the first one that finds something.
 */
export function diagnose(text: string): Diagnosis[] {
  const decoded = decodeAll(text.slice(0, longestText))
  const sources = [byLoginNumber, byGraphCode, byRedirect, byPhrase, bySocketCode]
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

function decodeOne(encoded: string): string {
  try {
    return decodeURIComponent(encoded)
  } catch {
    return ' '
  }
}

const numberPatterns = [
  /AADSTS[\s:#]{0,3}(\d{4,8})/gi,
  /error_codes?"?\s?[:=]\s?\[?\s?(\d{4,8})/gi,
  /\/error\?code=(\d{4,8})/gi,
  /Error\(s\):\s?(\d{4,8})/gi,
  /^(?:error )?(?:code:? ?)?(\d{5,8})$/gi,
]
/** The word `code` and a number, as other products write it: counts only if the code is known. */
const looseNumber = /(?:\b|error[ _-]?)code["']?\s?[:=]\s?["']?(\d{4,8})\b/gi

function byLoginNumber(text: string): Diagnosis[] {
  const numbers = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, number]) => number ?? '')
  const loose = numbers(looseNumber).filter((number) => findOutcomeName(number) !== undefined)
  const codes = new Set([...numberPatterns.flatMap(numbers), ...loose])
  return [...codes].map((code) => ({
    outcomeName: findOutcomeName(code) ?? 'loginCodeUnknown',
    code,
    link: errorLookupLink(code),
  }))
}

const socketCode = /^(E[A-Z_]+|UND_ERR_\w+|CERT_\w+|\w+_CERT\w*|UNABLE_TO_\w+|TIMED_OUT)$/
const graphCodes = knownCodes(/[a-z]/i).filter((code) => !socketCode.test(code))
const socketCodes = knownCodes(/[a-z]/i).filter((code) => socketCode.test(code))
/** Codes that are also ordinary words: they count only as the value of a `code`. */
const everydayCodes = new Set(['Forbidden', 'AccessDenied', 'Unauthorized', 'UnknownError', 'BadRequest'])

function byGraphCode(text: string): Diagnosis[] {
  return graphCodes.flatMap((code) => {
    const pattern = everydayCodes.has(code) ? `code["']?\\s?[:=]\\s?["']?${code}\\b` : `\\b${code}\\b`
    const outcomeName = findOutcomeName(code)
    return outcomeName && new RegExp(pattern, 'i').test(text) ? [{ outcomeName, code }] : []
  })
}

function bySocketCode(text: string): Diagnosis[] {
  return socketCodes.flatMap((code) => {
    const outcomeName = findOutcomeName(code)
    return outcomeName && new RegExp(`\\b${code}\\b`).test(text) ? [{ outcomeName, code }] : []
  })
}

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

/** Messages that other portals show for the same errors. */
const phrases: readonly (readonly [RegExp, OutcomeName])[] = [
  [/app(lication)? (is )?disabled in (microsoft entra id|azure ad)/i, 'appDisabled'],
  [/account has already been connected/i, 'tenantBoundElsewhere'],
  [/require certain permissions to interact/i, 'permissionsMissing'],
  [/permission update required|update permissions required/i, 'permissionUpdateRequired'],
  [/need admin approval|approval required/i, 'adminConsentNeeded'],
  [/insufficient privileges to complete the operation/i, 'readerRightMissing'],
  [/tenant is not licensed for this feature/i, 'licenceMissing'],
  [/^\W*authentication error\W*$/i, 'consentInvalid'],
]

function byPhrase(text: string): Diagnosis[] {
  return phrases.flatMap(([pattern, outcomeName]) => (pattern.test(text) ? [{ outcomeName }] : []))
}

const guid = '([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})'
/** Bounded, so that matching long runs of spaces stays fast. */
const between = `[:=+\\s"']{1,6}`
const tracePattern = new RegExp(`trace[ _+]?id["']?${between}${guid}`, 'i')
const correlationPattern = new RegExp(`correlation[ _+]?id["']?${between}${guid}`, 'i')
const requestPattern = new RegExp(`\\brequest-id["']?${between}${guid}`, 'i')

/** Adds the IDs that Microsoft support asks for to the first diagnosis. */
function withIds(found: Diagnosis[], text: string): Diagnosis[] {
  const traceId = (tracePattern.exec(text) ?? requestPattern.exec(text))?.[1]?.toLowerCase()
  const correlationId = correlationPattern.exec(text)?.[1]?.toLowerCase()
  const ids = { ...(traceId && { traceId }), ...(correlationId && { correlationId }) }
  return found.map((diagnosis, index) => (index === 0 ? { ...diagnosis, ...ids } : diagnosis))
}
