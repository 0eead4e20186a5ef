import type { Credential, ReadFile } from './credential.ts'
import type { Report, Values } from './variables.ts'

/**
 * What the tokens of consent links are derived from, if not from the reader's credential: a federated one changes every
 * hour, and with it every link would.
 */
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
  try {
    const text = readFile(file).trim()
    if (text.length >= 32) return text
    report(
      'LINK_SECRET_FILE',
      'The file contains fewer than 32 characters. Use 32 or more random characters.',
    )
  } catch {
    report('LINK_SECRET_FILE', "The file can't be read. Check the path and the permissions.")
  }
  return undefined
}
