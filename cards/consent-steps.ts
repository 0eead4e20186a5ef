import type { ConsentLinkRow, Note } from './consent-data.ts'
import { outcomeHint, outcomeText } from './outcome.ts'
import { dotted, escapeMarkdown, list, moment, momentAfter } from './text.ts'
import type { LinkPhase } from './words/codes.ts'
import { en as words } from './words/en.ts'

export interface Step {
  icon: string
  text: string
  detail: string
}

type PathStep = 'sent' | 'opened' | 'returned' | 'spreading' | 'verified'
const path: readonly PathStep[] = ['sent', 'opened', 'returned', 'spreading', 'verified']
const ends: readonly LinkPhase[] = ['verified', 'refused', 'notConfirmed', 'expired', 'cancelled']
const failures: readonly LinkPhase[] = ['refused', 'notConfirmed', 'expired']

export const hasEnded = (phase: LinkPhase): boolean => ends.includes(phase)
export const hasFailed = (phase: LinkPhase): boolean => failures.includes(phase)

/** The steps of one link: done, with times, waiting, and still to come; or how it ended. */
export function stepsOf(link: ConsentLinkRow, now: Date): Step[] {
  const { phase, times } = link
  const done = path.filter((step) => times[step] && step !== phase)
  if (hasEnded(phase)) return [...done.map((step) => doneStep(link, step, now)), endStep(link, now)]
  const at = path.indexOf(phase as PathStep)
  const awaited = phase === 'returned' || phase === 'spreading' ? at : at + 1
  return path.map((step, index) => {
    if (index < awaited) return doneStep(link, step, now)
    return index === awaited
      ? awaitedStep(link, step, now)
      : { icon: '○', text: words.consent.steps[step], detail: '' }
  })
}

export const stepsIn = (links: readonly ConsentLinkRow[]): number => path.length * links.length

/** Steps that are over, of all links of one tenant. */
export const stepsDone = (links: readonly ConsentLinkRow[]): number =>
  links.reduce((sum, { phase, times }) => {
    const isAwaited = phase === 'returned' || phase === 'spreading'
    return sum + path.filter((step) => times[step] && !(isAwaited && step === phase)).length
  }, 0)

/** The end or the present state of a link as one line. */
export function stateLine({ phase, times }: ConsentLinkRow, now: Date): { icon: string; text: string } {
  const { icon, words: says } = words.consent.state[phase]
  const at = times[phase]
  return { icon, text: `${says}${at ? `, ${moment(at, now)}` : ''}` }
}

/** Why it failed: cause, remedy, responsible role; [] for an outcome without words. */
export function failureNotes({ outcome, tenant }: ConsentLinkRow): Note[] {
  const says = outcomeText(outcome, tenant.domain)
  if (!outcome || !says) return []
  const note = `${says.cause} ${says.remedy}`
  return [{ note, who: dotted(words.mustAct(says.who), outcomeHint(outcome)) }]
}

/** "Still missing: Place.Read.All", while that is relevant. */
export function missingLine({ phase, missing = [] }: ConsentLinkRow): string {
  const told = phase === 'spreading' || phase === 'notConfirmed'
  const names = missing.map((value) => escapeMarkdown(value, 60))
  return told && names.length > 0 ? words.consent.stillMissing(list(names, 6)) : ''
}

const doneStep = (link: ConsentLinkRow, step: PathStep, now: Date): Step => ({
  icon: '✓',
  text: timed(
    step === 'returned' && !saidYes(link) ? words.consent.answered : words.consent.steps[step],
    link,
    step,
    now,
  ),
  detail: '',
})

/** A return from Microsoft's page is not yet a consent; it can be a refusal. */
const saidYes = ({ phase }: ConsentLinkRow): boolean => phase === 'spreading' || phase === 'verified'

function awaitedStep(link: ConsentLinkRow, step: PathStep, now: Date): Step {
  const { steps, answered, spreading, waiting } = words.consent
  const { phase, reads, checksUntil } = link
  if (step !== phase) return { icon: '⏳', text: dotted(steps[step], waiting), detail: '' }
  return step === 'spreading'
    ? {
        icon: '⏳',
        text: spreading(reads, checksUntil ? moment(checksUntil, now) : ''),
        detail: missingLine(link),
      }
    : { icon: '⏳', text: timed(answered, link, step, now), detail: '' }
}

function endStep(link: ConsentLinkRow, now: Date): Step {
  const { icon, words: says } = words.consent.state[link.phase]
  const text = timed(says.slice(0, 1).toUpperCase() + says.slice(1), link, link.phase, now)
  return { icon, text, detail: missingLine(link) }
}

function timed(text: string, { times }: ConsentLinkRow, step: LinkPhase, now: Date): string {
  const at = times[step]
  const place = path.indexOf(step as PathStep)
  const before = path.slice(0, place < 0 ? path.length : place).findLast((each) => times[each])
  return at ? `${text} · ${momentAfter(at, before && times[before], now)}` : text
}
