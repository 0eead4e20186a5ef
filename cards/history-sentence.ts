import type { HistoryResult } from './words/codes.ts'
import { en } from './words/en.ts'
import { ocsfEn as words } from './words/ocsf-en.ts'

interface Told {
  /** Absent: Grantkeeper itself. */
  by: string | undefined
  /** `grant.block`, `sync.all` … */
  action: string
  result: HistoryResult
  set: string | undefined
  tenant: string | undefined
}

/** Who did what and where, in one sentence without markup, in the words of the history. */
export function historySentence({ by, action, result, set = '', tenant = '' }: Told): string {
  const { actions, tried, system } = en.history
  const [did, tries] = (Object.hasOwn(actions, action) ? actions[action] : undefined) ?? [action]
  const what = result !== 'done' && tries !== undefined ? tried(tries) : did
  return words.sentence(by ?? system, what, words.where(set, tenant))
}

/** What is wrong, by the condition of an alert; one that this version doesn't know by its code. */
export const findingTitle = (condition: string): string =>
  condition === 'audit.broken'
    ? words.historyBroken
    : ((Object.hasOwn(words.titles, condition) ? words.titles[condition] : undefined) ?? condition)
