import type { Credential, ReadFile } from './credential.ts'
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
