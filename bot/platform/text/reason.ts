import { UserError } from '../base/errors.ts'
import { countGraphemes, visibleText } from './visible-text.ts'

const shortestReason = 10
export const longestReason = 500

/**
 * The reason of an act, as a reader sees it: what shows nothing doesn't count.
 * @throws UserError REASON_TOO_SHORT with `least` and `most`, also if it is too long
 */
export function assertReason(text: string): string {
  const reason = visibleText(text)
  const length = countGraphemes(reason)
  if (length < shortestReason || length > longestReason)
    throw new UserError('REASON_TOO_SHORT', { least: shortestReason, most: longestReason })
  return reason
}
