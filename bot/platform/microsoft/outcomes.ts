import type { Outcome, OutcomeEntry, Who } from './outcome.ts'
import { consentOutcomes } from './outcome-tables/consent-outcomes.ts'
import { graphOutcomes } from './outcome-tables/graph-outcomes.ts'
import { loginOutcomes } from './outcome-tables/login-outcomes.ts'
import { networkOutcomes } from './outcome-tables/network-outcomes.ts'

/**
 * The named results of calls to Microsoft, of admin-consent redirects and of messages that people paste: who must act, whose
 * trouble it is, and whether a retry helps. Everything that says any of these reads it here. Codes change without notice, so
 * they select the text that people read, but never decide alone.
 */
export const outcomeTable = { ...consentOutcomes, ...loginOutcomes, ...graphOutcomes, ...networkOutcomes }

export type OutcomeName = keyof typeof outcomeTable

const entries: Readonly<Record<string, OutcomeEntry>> = outcomeTable
const entryOf = (name: string): OutcomeEntry | undefined =>
  Object.hasOwn(entries, name) ? entries[name] : undefined

export const isOutcomeName = (name: string): name is OutcomeName => entryOf(name) !== undefined

const nameByCode: ReadonlyMap<string, OutcomeName> = new Map(
  (Object.keys(outcomeTable) as OutcomeName[]).flatMap((name) =>
    (entries[name]?.codes ?? []).map((code) => [code, name] as const),
  ),
)

/** The outcome of an AADSTS number, a Graph code or a socket code, whatever its text; undefined if it is unknown. */
export function findOutcomeName(code: string | undefined): OutcomeName | undefined {
  return code === undefined ? undefined : nameByCode.get(code)
}

/** The codes of the table that match `pattern`. */
export function knownCodes(pattern: RegExp): string[] {
  return [...nameByCode.keys()].filter((code) => pattern.test(code))
}

/** Absent facts are omitted, so that stored outcomes stay small and comparable. */
export function makeOutcome(
  service: Outcome['service'],
  name: OutcomeName,
  facts: Pick<Outcome, 'code' | 'requestId' | 'retryAfterMs' | 'policyId' | 'field'> = {},
): Outcome {
  const outcome: Outcome = { service, name, class: outcomeTable[name].class }
  if (facts.code !== undefined) outcome.code = facts.code
  if (facts.requestId !== undefined) outcome.requestId = facts.requestId
  if (facts.retryAfterMs !== undefined) outcome.retryAfterMs = facts.retryAfterMs
  if (facts.policyId !== undefined) outcome.policyId = facts.policyId
  if (facts.field !== undefined) outcome.field = facts.field
  return outcome
}

/** True if the failure is transient and a retry within the same read can help. */
export function isRetryable(outcome: Pick<Outcome, 'name'>): boolean {
  return entryOf(outcome.name)?.again === true
}

/** True if the tenant has ended the directory connection; false for transient problems and those for the publisher to fix. */
export function isConnectionLost(outcome: Outcome): boolean {
  return outcome.service === 'login' && entryOf(outcome.name)?.lost === true
}

/** True if a tenant can't be read until its admin consents to the reader app again. */
export const isMendedByConnecting = ({ name }: Pick<Outcome, 'name'>): boolean =>
  entryOf(name)?.reconnect === true

/** True if the sign-in service refused an app by this number or OAuth error for good: asking again can't help. */
export function isRefusedForGood(code: string): boolean {
  const name = code === 'invalid_client' ? 'credentialRefused' : findOutcomeName(code.replace(/^AADSTS/, ''))
  const entry = name && Object.hasOwn(loginOutcomes, name) ? entryOf(name) : undefined
  return entry?.lost === true || entry?.class === 'publisher'
}

/** True if other tenants would fail the same way: our own credential, network or request, or Microsoft as a whole. */
export function isSharedTrouble({ name }: Pick<Outcome, 'name'>): boolean {
  const side = entryOf(name)?.side
  return side === 'ours' || side === 'microsoft'
}

/** Our own credential was refused: no tenant can be read with it. */
export const isCredentialRefused = ({ name }: Pick<Outcome, 'name'>): boolean =>
  entryOf(name)?.credential === true

/**
 * Who must act. `consenter` is the least role that can consent to the app in question; the reader app has application
 * permissions of Microsoft Graph, so it needs the privileged one. For a name of another version, the class decides.
 */
export function whoMustAct(
  { name, class: kind }: Pick<Outcome, 'name' | 'class'>,
  consenter: Who = 'privilegedRoleAdministrator',
): Who {
  const who = entryOf(name)?.who ?? whoByClass[kind]
  return who === 'consenter' ? consenter : who
}

/** Who must act about a trouble that was read, not answered: by the same line of the table. */
export const whoFor = (name: OutcomeName, consenter?: Who): Who =>
  whoMustAct({ name, class: outcomeTable[name].class }, consenter)

const whoByClass: Readonly<Record<Outcome['class'], OutcomeEntry['who']>> = {
  admin: 'consenter',
  policy: 'consenter',
  state: 'consenter',
  publisher: 'publisher',
  passing: 'nobody',
}
