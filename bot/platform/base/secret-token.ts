import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** The secret part of a link, 256 bits as base64url. Derived, so that the database holds nothing that opens the link. */
export function linkToken(linkKey: Uint8Array, linkId: string): string {
  return createHmac('sha256', linkKey).update(`consent-link:${linkId}`).digest('base64url')
}

/** The form in which tokens, states and cookies are stored. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Compares digests, so that the time tells neither content nor length. What is absent equals nothing. */
export function isSameSecret(given: string | undefined, right: string | undefined): boolean {
  if (given === undefined || right === undefined) return false
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(right))
}

/** Letters and digits without lookalikes. */
const alphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'

/** A code such as `K7M-2QX`, shown on the card and on the start page, so that a copied page is noticed. */
export function readableCode(random: (bytes: number) => Uint8Array): string {
  const letters = [...random(6)].map((byte) => alphabet[byte % alphabet.length])
  return `${letters.slice(0, 3).join('')}-${letters.slice(3).join('')}`
}

export const randomToken = (random: (bytes: number) => Uint8Array): string =>
  Buffer.from(random(32)).toString('base64url')
