import type { FindingData } from './findings.ts'
import { formatEnd } from './format-time.ts'
import type { Status } from './words/codes.ts'
import { en as words } from './words/en.ts'

interface Shown {
  status: Status
  findings: readonly FindingData[]
}

/** Nobody blocked it: the catalog says that it is closed until it is opened. */
export const isClosedByDefault = ({ findings }: Pick<Shown, 'findings'>): boolean =>
  findings[0]?.code === 'CLOSED_BY_DEFAULT'

/** A status with the words of a closed set where it is one. */
export const shownStatus = ({ status, findings }: Shown): { icon: string; words: string } =>
  isClosedByDefault({ findings }) ? words.openings.closed : words.statuses[status]

/** The end of access for a time, if there is one. */
export const openingOf = ({ findings }: Pick<Shown, 'findings'>): FindingData | undefined =>
  findings.find(({ code }) => code === 'OPEN_UNTIL')

/** "open until Fri, Dec 4, 2026, 18:00 UTC"; '' without an end. */
export function openUntilText(shown: Pick<Shown, 'findings'>): string {
  const end = openingOf(shown)?.since
  return end ? words.openings.openUntil(formatEnd(end)) : ''
}
