import { hashOfFacts } from '../status/acceptable.ts'
import type { Finding } from '../status/status.ts'
import type { Exception } from './exception.ts'

/** The exception that covers a finding of a set. */
export const findAcceptance =
  (live: readonly Exception[], setId: string) =>
  (finding: Finding): Exception | undefined => {
    if (live.length === 0) return undefined
    const hash = hashOfFacts(finding)
    return live.find((each) => each.factsHash === hash && (each.setId === setId || each.setId === ''))
  }
