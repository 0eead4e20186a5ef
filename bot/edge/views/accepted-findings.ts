import type { Requirement } from '#domain/catalog/permission-set.ts'
import type { Exception } from '#domain/exceptions/exception.ts'
import { findAcceptance } from '#domain/exceptions/find-acceptance.ts'
import { isAcceptable, isExcepted } from '#domain/status/acceptable.ts'
import type { Evaluation } from '#domain/status/status.ts'
import type { FindingData } from '../../../cards/findings.ts'
import { findingData } from './refs.ts'

interface AcceptedParts {
  findings: FindingData[]
  /** Everything that would need action is accepted. */
  isExcepted: boolean
  /** Something is there that can be accepted and isn't. */
  canAccept: boolean
}

/** The findings of a set with what is accepted of them, as it is evaluated now. */
export function acceptedParts(
  { status, findings }: Pick<Evaluation, 'status' | 'findings'>,
  { requirement, live, setId }: { requirement: Requirement; live: readonly Exception[]; setId: string },
): AcceptedParts {
  const find = findAcceptance(live, setId)
  const isOpen = status !== 'blocked'
  return {
    findings: findings.map((finding) => {
      const exception = find(finding)
      const accepted = exception && { until: exception.endsAt, owner: exception.owner }
      return { ...findingData(finding, requirement), ...(accepted && { accepted }) }
    }),
    isExcepted: isExcepted({ status, findings }, (finding) => find(finding) !== undefined),
    canAccept: isOpen && findings.some((finding) => isAcceptable(finding) && find(finding) === undefined),
  }
}
