import type { Credential } from './credential.ts'
import { guidPattern } from './fields.ts'
import { type ReadFile, readTextFile } from './read-text-file.ts'
import { hasOddSign, whyNoSecret } from './secret-text.ts'
import type { Report, Values } from './variables.ts'

/** The key material for consent links, required with a federated credential: that one changes hourly, and links would too. */
export function readLinkSecret(
  values: Values,
  reader: Credential | undefined,
  readFile: ReadFile,
  report: Report,
): string | undefined {
  const { LINK_SECRET_FILE: file } = values
  if (file === undefined) {
    if (reader && 'assertion' in reader)
      report(
        'LINK_SECRET_FILE',
        'A federated credential requires it. Set a file with 32 or more random characters.',
      )
    return undefined
  }
  const read = readTextFile(file, readFile)
  const text = 'text' in read ? read.text.trim() : ''
  const why = 'problem' in read ? read.problem : whyNoLinkSecret(text)
  if (why === undefined) return text
  report('LINK_SECRET_FILE', why)
  return undefined
}

function whyNoLinkSecret(text: string): string | undefined {
  if (guidPattern.test(text)) return 'This is a GUID, not a key. Use 32 or more random characters.'
  if (text.replace(/\s/g, '').length < 32)
    return 'The file contains fewer than 32 characters. Use 32 or more random characters.'
  if (hasOddSign(text))
    return 'This has characters that no key has. Use letters, digits and signs in plain ASCII.'
  return whyNoSecret(text)
}
