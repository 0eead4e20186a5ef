import { type Credential, CredentialError, type ReadFile, readAgain } from './credential.ts'

export interface FreshOptions {
  readFile: ReadFile
  /** Told once of each new mistake: which file, and why it is not used. */
  onBroken(problem: { part: string; text: string }): void
}

/**
 * The credential as its files hold it at the moment of asking, so that it is changed without a restart. Files that hold
 * none, or a half written pair, leave the last good one in use.
 */
export function keepFresh(first: Credential, { readFile, onBroken }: FreshOptions): () => Credential {
  if (!('files' in first) || !first.files) return () => first
  const { files } = first
  let good = first
  let told: string | undefined
  return () => {
    try {
      good = readAgain(files, readFile) as typeof first
      told = undefined
    } catch (error) {
      if (!(error instanceof CredentialError)) throw error
      if (told !== error.message) onBroken({ part: error.part, text: error.text })
      told = error.message
    }
    return good
  }
}
