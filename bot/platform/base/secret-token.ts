import { createHash, createHmac } from 'node:crypto'

/** The secret part of a link, derived, so that the store holds nothing that opens it. 256 bits, base64url. */
export function linkToken(linkKey: Uint8Array, linkId: string): string {
  return createHmac('sha256', linkKey).update(`consent-link:${linkId}`).digest('base64url')
}

/** What is stored of tokens, states and cookies. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Letters and digits that nobody mistakes for one another. */
const alphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'

/** Six characters such as `K7M-2QX`: the same on the card and on the start page, so that a copied page is noticed. */
export function readableCode(random: (bytes: number) => Uint8Array): string {
  const letters = [...random(6)].map((byte) => alphabet[byte % alphabet.length])
  return `${letters.slice(0, 3).join('')}-${letters.slice(3).join('')}`
}

export const randomToken = (random: (bytes: number) => Uint8Array): string =>
  Buffer.from(random(32)).toString('base64url')
