import type { ServicePrincipalFacts } from '#platform/microsoft/facts.ts'
import type { Outcome } from '#platform/microsoft/outcome.ts'
import { type OutcomeName, whoFor, whoMustAct } from '#platform/microsoft/outcomes.ts'
import { permissionKey } from '../catalog/permission-set.ts'
import type { Assessment, StatusInput } from './assessment.ts'
import type { Finding } from './status.ts'

/** The outcome of a consent that never became visible. */
const notConfirmed: OutcomeName = 'consentNotConfirmed'

/** Service, name and code of an outcome. Not the request ID, which would change the card with every read. */
export function outcomeFacts({ service, name, code, policyId, field }: Outcome): Record<string, string> {
  const hints = { ...(code && { code }), ...(policyId && { policy: policyId }), ...(field && { field }) }
  return { service, outcome: name, ...hints }
}

const describeReading = (code: Finding['code'], { at, outcome }: { at: Date; outcome: Outcome }): Finding => {
  return { code, who: whoMustAct(outcome), since: at, facts: outcomeFacts(outcome) }
}

function describeNeverRead({ memory }: Assessment): Finding[] {
  const { facts, readFailure, connectionLost, consent, failure } = memory
  if (facts || readFailure || consent || failure) return []
  // A lost connection before the first complete read is no error: nobody has consented yet.
  if (!connectionLost) return [{ code: 'NEVER_READ', who: 'anyOperator' }]
  const { outcome } = connectionLost
  return [{ code: 'NEVER_READ', who: whoMustAct(outcome), facts: outcomeFacts(outcome) }]
}

/** Reasons for the status unknown, worst first. */
export function describeDoubts(assessment: Assessment, { now, maxAgeMs }: StatusInput): Finding[] {
  const { memory, requirement } = assessment
  const doubts: Finding[] = []
  const { facts, readFailure, connectionLost } = memory
  if (readFailure) doubts.push(describeReading('READ_FAILED', readFailure))
  // Refused once, the connection is a read that failed.
  else if (facts && connectionLost && !connectionLost.confirmedAt)
    doubts.push(describeReading('READ_FAILED', connectionLost))
  // A lost connection already is an error and explains the age.
  if (facts && !connectionLost?.confirmedAt && now.getTime() - facts.at.getTime() > maxAgeMs)
    doubts.push({ code: 'READ_TOO_OLD', who: 'anyOperator', since: facts.at })
  doubts.push(...describeUnknownList(requirement, now, maxAgeMs))
  return [...doubts, ...describeNeverRead(assessment)]
}

/** What is required is not known, or not any more: nothing can be said about the grants. */
function describeUnknownList(
  { permissions, readAt }: StatusInput['requirement'],
  now: Date,
  maxAgeMs: number,
): Finding[] {
  if (permissions.length === 0) return [{ code: 'REQUIREMENT_UNREADABLE', who: 'operator' }]
  const isOld = readAt !== undefined && now.getTime() - readAt.getTime() > maxAgeMs
  return isOld ? [{ code: 'REQUIREMENT_TOO_OLD', who: 'operator', since: readAt }] : []
}

function describeDisabled(principal: ServicePrincipalFacts): Finding[] {
  const findings: Finding[] = []
  if (principal.disabledByMicrosoft) {
    const facts = { reason: principal.disabledByMicrosoft }
    findings.push({ code: 'APP_DISABLED_BY_MICROSOFT', who: 'publisher', facts })
  }
  if (principal.isDisabled) findings.push({ code: 'APP_DISABLED_BY_PUBLISHER', who: 'publisher' })
  if (!principal.accountEnabled) {
    findings.push({ code: 'APP_DISABLED_BY_ADMIN', who: whoFor('appDisabled') })
  }
  return findings
}

/** Whether the enterprise application is enabled by the admin, the publisher and Microsoft. */
export const isEnabled = (principal: ServicePrincipalFacts): boolean =>
  describeDisabled(principal).length === 0

function describeFailure({ memory, facts, gaps, signer }: Assessment): Finding[] {
  if (!memory.failure) return []
  const { at, outcome } = memory.failure
  const said = { who: whoMustAct(outcome, signer), since: at, facts: outcomeFacts(outcome) }
  if (outcome.name !== notConfirmed) return [{ code: 'CONSENT_FAILED', ...said }]
  const permissions = gaps.map(({ permission }) => permissionKey(permission))
  return [{ code: 'CONSENT_NOT_CONFIRMED', ...said, ...(facts ? { permissions } : {}) }]
}

function describeRemoval({ lossConfirmed, facts, memory, removed, signer }: Assessment): Finding[] {
  if (!lossConfirmed) return []
  const code = facts && !facts.servicePrincipal ? 'APP_REMOVED' : 'PERMISSIONS_REMOVED'
  const since = memory.lossSeenAt ?? memory.lossConfirmedAt
  return [{ code, who: signer, ...(since ? { since } : {}), permissions: removed }]
}

/** Reasons for the status error, the widest first. */
export function describeErrors(assessment: Assessment): Finding[] {
  const { memory, facts } = assessment
  const errors: Finding[] = []
  if (memory.connectionLost?.confirmedAt && facts)
    errors.push(describeReading('CONNECTION_LOST', memory.connectionLost))
  if (facts?.servicePrincipal) errors.push(...describeDisabled(facts.servicePrincipal))
  return [...errors, ...describeRemoval(assessment), ...describeFailure(assessment)]
}

/** Verified permissions missing in only one complete read: replicas differ, so it is neither granted nor an error yet. */
export function describePendingLoss({ lost, removed, memory }: Assessment): Finding[] {
  const permissions = lost.filter((key) => !removed.includes(key))
  if (permissions.length === 0) return []
  const seen = memory.losses
    ?.filter(({ key }) => permissions.includes(key))
    .map(({ since }) => since.getTime())
  const since = seen?.length ? new Date(Math.min(...seen)) : memory.facts?.at
  return [{ code: 'LOSS_UNCONFIRMED', who: 'nobody', ...(since ? { since } : {}), permissions }]
}
