import type { AlertData } from './alert-data.ts'
import { findingText } from './findings.ts'
import { outcomeText } from './outcome.ts'
import { calendarDay, retirementBlanks } from './retirement-text.ts'
import { day, escapeMarkdown, list, moment, unmarked } from './text.ts'
import type { AlertBlanks } from './words/alerts-en.ts'
import type { AlertCondition, AlertState, RegistrationProblem, Tier } from './words/codes.ts'
import { en as words } from './words/en.ts'

interface AlertText {
  icon: string
  /** "A permission was removed in Contoso Ltd", escaped. */
  title: string
  what: string
  next: string
}

const readFromRegistrations: ReadonlySet<AlertCondition> = new Set([
  'credentialEnding',
  'registrationWrong',
  'apiEnding',
  'apiNeedsMore',
])
const dayMs = 86_400_000
const named = 3

/** An alert as escaped sentences. */
export function alertText(data: AlertData): AlertText {
  const { condition, severity, state, tenant } = data
  const sentence = words.alerts.conditions[condition]
  const blanks = alertBlanks(data)
  const title = sentence.title(blanks)
  return {
    icon: iconOf(state) ?? words.alerts.severity[severity].icon,
    title: tenant ? words.alerts.in(title, escapeMarkdown(tenant.name, 60)) : title,
    what: sentence.what(blanks),
    next: sentence.next(blanks),
  }
}

/** Instead of that of its severity, which needs nobody now. */
function iconOf(state: AlertState): string | undefined {
  if (state === 'resolved') return words.alerts.iconResolved
  return state === 'accepted' ? words.exceptions.icon : undefined
}

/** "the problem is gone, granted by **Alice Moreau**": how it ended, and who or what ended it. */
export function endText({ ended, tenant, condition }: AlertData): string {
  const { ended: ends, endedBy, noticedBy } = words.alerts
  const noticed =
    condition === 'webhookFailing'
      ? noticedBy.deliveries
      : tenant || !readFromRegistrations.has(condition)
        ? noticedBy.sync
        : noticedBy.registrations
  const by = ended?.by ? endedBy(escapeMarkdown(ended.by.name, 60)) : noticed
  return ends[ended?.because ?? 'recovered'](by)
}

/** One line for places that show no Markdown and escape by themselves. */
export function plainAlert(data: AlertData): string {
  const { title, what, next } = alertText(data)
  return unmarked([`${title}.`, what, next].filter(Boolean).join(' '))
}

/** For places that show no Markdown. */
export const plainTitle = (data: AlertData): string => unmarked(alertText(data).title)

/** The escaped values for the sentences about an alert. */
export function alertBlanks(data: AlertData): AlertBlanks {
  const { condition, findings, facts, set, tenant, changedBy, now } = data
  const texts = findings.map((finding) => findingText(finding, now, tenant?.domain))
  const values = findings.flatMap(({ permissionValues = [] }) => permissionValues)
  const [first] = texts
  const outcome = outcomeText(data.outcome, tenant?.domain)
  // What is granted and not required has names only.
  const own = condition === 'grantsUnexplained' ? findings[0]?.facts : undefined
  const permissions = findings.some(({ permissionValues }) => permissionValues)
  return {
    permissions: list(
      values.map((value) => `**${escapeMarkdown(value)}**`),
      named,
    ),
    count: permissions && !own ? values.length : Number(own?.count ?? facts.count ?? findings.length),
    set: set ? `“${escapeMarkdown(set.name)}”` : '',
    by: changedBy ? words.alerts.by(`**${escapeMarkdown(changedBy.name)}**`, moment(changedBy.at, now)) : '',
    what: [...texts.map(({ what }) => what), ...whatOf(facts)].join('; ') || (outcome?.title ?? ''),
    next: first?.next ?? outcome?.remedy ?? nextOf(facts),
    role: first?.who ?? outcome?.who ?? '',
    code: escapeMarkdown(facts.code ?? '', 20),
    signer: `**${escapeMarkdown(facts.signer ?? '', 60)}**`,
    names: own ? namesOf(own.names) : escapeMarkdown(facts.names ?? facts.target ?? '', 600),
    risk: own?.tier ? words.tier[Number(own.tier) as Tier] : '',
    since: own && findings[0]?.since ? moment(findings[0].since, now) : '',
    name: set ? `“${escapeMarkdown(set.name)}”` : (words.alerts.ownApps[facts.app ?? ''] ?? ''),
    end: retirementBlanks(facts, now),
    ...endOf(facts, now),
  }
}

/** The full days left and the day: of a credential by its time, of an API by the calendar of the catalog. */
function endOf({ endsAt, date }: AlertData['facts'], now: Date): { days: number; day: string } {
  if (date) {
    const left = (Date.parse(`${date}T00:00:00Z`) - now.getTime()) / dayMs
    return { days: Math.ceil(left), day: calendarDay(date, now) }
  }
  const at = endsAt ? new Date(endsAt) : now
  return { days: Math.floor((at.getTime() - now.getTime()) / dayMs), day: day(at, now) }
}

const namesOf = (names = ''): string =>
  list(
    // A name can have one in its parentheses.
    names.split(/, (?![^()]*\))/).map((name) => `**${escapeMarkdown(name, 100)}**`),
    named,
  )

/** What is wrong with an app registration, or with a target of webhooks. */
function whatOf({ problem, names, failure }: AlertData['facts']): string[] {
  if (failure !== undefined) return [words.webhooks.alarm(escapeMarkdown(failure, 40))]
  if (!isProblem(problem)) return []
  const what = words.settings.registration[problem]
  return [names ? `${what}: ${escapeMarkdown(names, 600)}` : what]
}

const nextOf = ({ problem }: AlertData['facts']): string =>
  isProblem(problem) ? (words.alerts.registrationNext[problem] ?? '') : ''

const isProblem = (problem: string | undefined): problem is RegistrationProblem =>
  problem !== undefined && Object.hasOwn(words.settings.registration, problem)
