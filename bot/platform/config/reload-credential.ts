import { type Credential, CredentialError, type ReadFile, readAgain } from './credential.ts'

interface ReloadOptions {
  readFile: ReadFile
  /** Told once of each new mistake: which file, and why it is not used. */
  onBroken(problem: { part: string; text: string }): void
}

/**
 * The credential as its files hold it at the moment of asking, so that it is changed without a restart. Files that hold
 * none, or a half written pair, leave the last good one in use.
 */
export function reloadCredential(first: Credential, { readFile, onBroken }: ReloadOptions): () => Credential {
  if (!('files' in first) || !first.files) return () => first
  const { files } = first
  let good = first
  let reported: string | undefined
  return () => {
    try {
      good = readAgain(files, readFile) as typeof first
      reported = undefined
    } catch (error) {
      if (!(error instanceof CredentialError)) throw error
      if (reported !== error.message) onBroken({ part: error.part, text: error.text })
      reported = error.message
    }
    return good
  }
}
