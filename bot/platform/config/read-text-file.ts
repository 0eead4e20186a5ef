import { isUtf8 } from '../text/is-utf8.ts'

export type ReadFile = (path: string) => string

/** A file that configuration names: its text without a byte order mark, or why it can't be used and what to do. */
export type TextFile = { text: string } | { problem: string }

/** Reads a text file whole or not at all: half a file in another encoding looks like other content. Quotes nothing of it. */
export function readTextFile(path: string, readFile: ReadFile): TextFile {
  try {
    const text = readFile(path).replace(/^\ufeff/, '')
    return isUtf8(text) ? { text } : { problem: notUtf8 }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
    return { problem: `The file can't be read${code}. Check the path and the permissions.` }
  }
}

const notUtf8 =
  "The file isn't UTF-8 text; it may be UTF-16, or a binary format such as DER or PFX. Save it as UTF-8, and a certificate or key as PEM."
