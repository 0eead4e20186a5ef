import type { Request } from 'restify'
import { UserError, type UserErrorCode } from '#platform/base/errors.ts'

/* What links to files have in common: the token in the path, and how a refusal is answered. */

/** Tokens are 256 random bits; any other format was not issued here and is not looked up. */
const tokenPattern = /^[A-Za-z0-9_-]{43}$/

const statusOf: Partial<Record<UserErrorCode, number>> = {
  LINK_UNKNOWN: 404,
  LINK_EXPIRED: 410,
  ROLES_UNREADABLE: 503,
}

/** The token of the path; '' if it can't be one. */
export function readFileToken(request: Request): string {
  const token: unknown = request.params?.token
  return typeof token === 'string' && tokenPattern.test(token) ? token : ''
}

/** The code of a refusal. Anything else is thrown again. */
export function refusalCode(error: unknown): UserErrorCode {
  if (error instanceof UserError) return error.code
  throw error
}

/** Any other refusal is about the person. */
export const refusalStatus = (code: UserErrorCode): number => statusOf[code] ?? 403

/** Of a file or of the page that refuses it, with the hashes of the style sheets that may be in it. */
export const fileHeaders = (...styleHashes: readonly string[]) =>
  ({
    'Cache-Control': 'no-store',
    'Content-Security-Policy': `default-src 'none'; style-src ${styleHashes.map((hash) => `'${hash}'`).join(' ')}; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'X-Robots-Tag': 'noindex',
  }) as const
