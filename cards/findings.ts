import { formatEnd } from './format-time.ts'
import { findOutcomeWords, whoText } from './outcome.ts'
import { retirementBlanks } from './retirement-text.ts'
import type { PersonRef } from './subjects.ts'
import { capital, escapeMarkdown, list, moment, start } from './text.ts'
import type { FindingCode, Who } from './words/codes.ts'
import { en as words } from './words/en.ts'
import type { FindingFacts } from './words/findings-en.ts'

export interface FindingData {
  code: FindingCode
  who: Who
  since?: Date
  /** Values such as `User.Read.All`, not keys. */
  permissionValues?: readonly string[]
  /** Names and codes from the evaluation. */
  facts?: Readonly<Record<string, string>>
  /** It is accepted until then. */
  accepted?: { until: Date; owner: PersonRef }
  /** Whether the tenant can be read again after its admin consents to the reader app once more. */
  reconnects?: boolean
}

/** Reasons for which nothing can be said about any set of a tenant now, the most definite first. */
export const findingsOfTenant: readonly FindingCode[] = [
  'CONNECTION_LOST',
  'READ_FAILED',
  'NEVER_READ',
  'READ_TOO_OLD',
]

/** A finding as escaped sentences. */
class FindingText {
  /** What is wrong, without a period. */
  readonly what: string
  /** Who must act; '' when no action is needed. */
  readonly who: string
  readonly #finding: FindingData
  readonly #blanks: Blanks
  readonly #hasConnect: boolean

  constructor(finding: FindingData, { now, domain, hasConnect }: Said) {
    this.#finding = finding
    this.#blanks = new Blanks(finding, now)
    this.#hasConnect = hasConnect
    this.what = capital(words.findings[finding.code].what(this.#blanks))
    this.who = finding.who === 'nobody' ? '' : whoText(finding.who, domain)
  }

  /** What to do; '' when there is nothing to do. Most rows don't say it. */
  get next(): string {
    const { code, reconnects } = this.#finding
    return reconnects ? words.reconnect(this.#hasConnect) : words.findings[code].next(this.#blanks)
  }
}

interface Said {
  now: Date
  /** Of the tenant whose admin must act. */
  domain: string | undefined
  /** The card has the button Connect, so the sentence may name it. */
  hasConnect: boolean
}

export const findingText = (
  finding: FindingData,
  now: Date,
  domain?: string,
  hasConnect = false,
): FindingText => new FindingText(finding, { now, domain, hasConnect })

/** What the sentences are filled with. A sentence asks for one or two of them, so each is made when it is asked for. */
class Blanks implements FindingFacts {
  readonly #finding: FindingData
  readonly #now: Date

  constructor(finding: FindingData, now: Date) {
    this.#finding = finding
    this.#now = now
  }

  #fact(...names: readonly string[]): string {
    const { facts = {} } = this.#finding
    return escapeMarkdown(names.map((name) => facts[name]).find((text) => text) ?? '', 200)
  }

  get permissions() {
    const { permissionValues = [] } = this.#finding
    return list(
      permissionValues.map((value) => escapeMarkdown(value)),
      2,
    )
  }

  get count() {
    const { facts, permissionValues = [] } = this.#finding
    return Number(facts?.count ?? permissionValues.length)
  }

  get since() {
    const { since } = this.#finding
    return since ? start(since, this.#now) : ''
  }

  get outcome() {
    const outcome = findOutcomeWords(this.#finding.facts?.outcome)
    return outcome ? withHint(outcome.title, this.#fact('policy'), this.#fact('field')) : ''
  }

  get remedy() {
    return findOutcomeWords(this.#finding.facts?.outcome)?.remedy ?? ''
  }

  get end() {
    return retirementBlanks(this.#finding.facts ?? {}, this.#now)
  }

  get until() {
    const { code, since } = this.#finding
    return code === 'OPEN_UNTIL' && since ? formatEnd(since) : ''
  }

  get setting() {
    return this.#fact('name', 'setting')
  }

  get coach() {
    return this.#fact('coach')
  }

  get api() {
    return this.#fact('api', 'apis')
  }

  get by() {
    return this.#fact('by')
  }

  get reason() {
    return this.#fact('reason', 'status')
  }

  get names() {
    return this.#fact('names', 'extras', 'permissions')
  }

  get tierZero() {
    return this.#fact('tierZero')
  }

  get approver() {
    return this.#fact('approver')
  }

  get reference() {
    return this.#fact('reference')
  }

  get appId() {
    return this.#fact('appId')
  }

  get objectId() {
    return this.#fact('objectId')
  }
}

function withHint(title: string, policyId: string, field: string): string {
  const hint = policyId ? words.doctor.policy(policyId) : field && words.doctor.field(field)
  return hint ? `${title} (${hint})` : title
}

/** A finding in a few words, and the role that must act: '' when no action is needed. */
export const shortFinding = ({
  code,
  who,
  permissionValues = [],
  facts = {},
}: FindingData): { what: string; who: string } => ({
  what: words.shortFindings[code](
    Number(facts.count ?? permissionValues.length) || 0,
    escapeMarkdown(facts.name ?? '', 60),
  ),
  who: who === 'nobody' ? '' : words.who[who](),
})

/** "accepted until 28 Feb · owner: Bob"; '' for one that isn't. */
export const acceptedText = ({ accepted }: Pick<FindingData, 'accepted'>, now: Date): string =>
  accepted ? words.exceptions.until(moment(accepted.until, now), escapeMarkdown(accepted.owner.name, 60)) : ''
