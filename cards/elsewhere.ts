import { escapeMarkdown, list } from './text.ts'
import type { Status } from './words/codes.ts'
import { en as words } from './words/en.ts'

/** Where an app of a set is used that can't be used here as well. */
export interface Elsewhere {
  limit: number
  /** The tenants that the reader may see. */
  tenants: readonly string[]
  /** There are others. */
  hasHidden: boolean
}

/** What holds by itself, wherever the app is used. */
const own: ReadonlySet<Status> = new Set(['blocked', 'granting', 'granted', 'unknown'])

/** It is not open here: nothing can be granted, so it is neither counted nor offered. */
export const isElsewhere = ({ status, elsewhere }: { status: Status; elsewhere?: Elsewhere }): boolean =>
  elsewhere !== undefined && !own.has(status)

/** "used in Adatum (one tenant only)". */
export function elsewhereText({ limit, tenants, hasHidden }: Elsewhere): string {
  if (hasHidden || tenants.length === 0) return words.moves.usedElsewhere(limit)
  return words.moves.usedIn(list(tenants.map((name) => escapeMarkdown(name, 60))), limit)
}
