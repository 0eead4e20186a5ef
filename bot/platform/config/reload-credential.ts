import { type Credential, CredentialError, type FileAccess, readAgain } from './credential.ts'

interface ReloadOptions extends FileAccess {
  /** Called once for each new problem: which file, and why it isn't used. */
  onBroken(problem: { part: string; text: string }): void
}

/** Rereads the credential's files on each call, so that it changes without a restart; invalid files keep the last good one. */
export function reloadCredential(
  first: Credential,
  { onBroken, ...access }: ReloadOptions,
): () => Credential {
  if (!('files' in first) || !first.files) return () => first
  const { files } = first
  let good = first
  let reported: string | undefined
  return () => {
    try {
      good = readAgain(files, access) as typeof first
      reported = undefined
    } catch (error) {
      if (!(error instanceof CredentialError)) throw error
      if (reported !== error.message) onBroken({ part: error.part, text: error.text })
      reported = error.message
    }
    return good
  }
}
