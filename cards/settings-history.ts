import { escapeMarkdown } from './text.ts'
import { en as words } from './words/en.ts'

/** The end of the history now, to be kept elsewhere, and what is wrong with it. */
export interface HistorySettings {
  anchor: { id: number; hash: string; at: string; keyId?: string | undefined; mac?: string | undefined }
  /** The newest entry that notes a change from outside. */
  brokenId?: number
  /** Places that the last anchor didn't reach. */
  unsent: readonly ('file' | 'url')[]
}

export function historyFacts({ anchor }: HistorySettings): { title: string; value: string }[] {
  const { id, hash, at, keyId, mac } = anchor
  const { facts, anchor: anchorText, seal, unsealed } = words.settings
  const sealed = keyId !== undefined && mac !== undefined
  return [
    { title: facts.seal, value: sealed ? seal(escapeMarkdown(keyId)) : unsealed },
    { title: facts.anchor, value: anchorText(id, hash, sealed ? { at, keyId, mac } : undefined) },
  ]
}

export const historyProblems = ({ brokenId, unsent }: HistorySettings): string[] => [
  ...(brokenId === undefined ? [] : [words.settings.broken(brokenId)]),
  ...unsent.map((place) => words.settings.unsent[place]),
]
