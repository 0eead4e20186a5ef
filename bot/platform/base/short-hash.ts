import { createHash } from 'node:crypto'

/** 64 bits of SHA-256 in hex, for a card to say what its reader saw: another text has another one. Not for secrets. */
export const shortHash = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 16)
