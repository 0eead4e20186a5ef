import { afterHeadline, afterLine, afterNotes, isUnfinished, toldAfter } from './after-consent.ts'
import layoutJson from './consent.json' with { type: 'json' }
import { consentButtons, rowButtons } from './consent-buttons.ts'
import type { ConsentCardData, ConsentLinkRow, Links, Note } from './consent-data.ts'
import {
  failureNotes,
  hasEnded,
  hasFailed,
  missingLine,
  type Step,
  stateLine,
  stepsDone,
  stepsIn,
  stepsOf,
} from './consent-steps.ts'
import { progressParts } from './elements/progress-bar.ts'
import { frame } from './frame.ts'
import { movedNotes, movedSteps } from './moved.ts'
import { noticeParts } from './notice.ts'
import { findOutcomeWords, outcomeText } from './outcome.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import { capital, dotted, escapeMarkdown, moment, namedTenant, shortId } from './text.ts'
import { timeLeftText } from './time-left.ts'
import type { LinkPhase } from './words/codes.ts'
import { en as words } from './words/en.ts'

interface Filled {
  title: string
  subtitle: string
  code: string
  headline: string
  progress: Element[]
  notes: Note[]
  moved: Step[]
  links: { heading: string; steps: Step[] }[]
  tenants: { name: string; state: string; detail: string; actions: Element[] }[]
  hints: { hint: string }[]
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)

/** How far a consent is: the link to open while one is open, each step with its time, and why it failed if it did. */
export function consentCard(data: ConsentCardData): Card {
  const { code, requestedBy, approvedBy, createdAt, now } = data
  const tenants = [...Map.groupBy(data.links, ({ tenant }) => tenant.id).values()]
  const [only] = tenants
  const part = tenants.length === 1 && only ? ofOne(data, only) : ofMany(data, tenants)
  const asked = dotted(
    words.consent.requested(escapeMarkdown(requestedBy.name, 60), moment(createdAt, now)),
    approvedBy && words.requests.approvedBy(escapeMarkdown(approvedBy.name, 60)),
  )
  const filled = layout({
    ...part,
    notes: [...part.notes, ...movedNotes(data)],
    moved: movedSteps(data),
    code: dotted(words.consent.code(escapeMarkdown(code)), asked),
    actions: consentButtons(data, tenants),
  })
  return frame(filled, `${titleOf(data, tenants)}: ${part.headline} ${code}`, noticeParts(data.notice, now))
}

type Part = Omit<Filled, 'code' | 'actions' | 'moved'>

function ofOne(data: ConsentCardData, links: Links): Part {
  const { now } = data
  const active = activeOf(links)
  const { tenant, phase } = active
  const after = toldAfter(active)
  const heading = (link: ConsentLinkRow): string =>
    capital(words.consent.stepOf(link.step, links.length, words.consent.linkOf[link.kind]))
  return {
    title: escapedTitle(data, [links]),
    subtitle: dotted(escapeMarkdown(tenant.domain), shortId(tenant.id)),
    headline: after ? afterHeadline(active, after) : headlineOf(active),
    progress: stepProgress(links),
    notes: after ? afterNotes(active, after, now) : failureNotes(active),
    links: links.map((link) => {
      const line = stateLine(link, now)
      const brief = { icon: line.icon, text: capital(line.text), detail: '' }
      return {
        heading: links.length > 1 ? `**${heading(link)}**` : '',
        steps: link === active ? stepsOf(link, now) : [brief],
      }
    }),
    tenants: [],
    hints: hintsOf(data, active, phase).map((hint) => ({ hint })),
  }
}

function ofMany(data: ConsentCardData, tenants: readonly Links[]): Part {
  const { now, links } = data
  const ends = tenants.map((each) => ({ links: each, after: toldAfter(activeOf(each)) }))
  const isVerified = ({ phase }: ConsentLinkRow): boolean => phase === 'verified'
  const verified = ends.filter(({ links, after }) => after ?? links.every(isVerified)).length
  const failed = ends.filter(({ links, after }) => !after && hasFailed(activeOf(links).phase)).length
  const unfinished = ends.filter(({ after }) => after && isUnfinished(after)).length
  const open = links.filter(({ url }) => url)
  const until = open.map(({ expiresAt }) => expiresAt).sort((a, b) => a.getTime() - b.getTime())[0]
  const hints = until
    ? [words.consent.codeHint, words.consent.signInThere, words.consent.workOnce(moment(until, now))]
    : []
  const ended = links.every(({ phase }) => hasEnded(phase))
  const done = verified > 0 ? '✅' : '⊘'
  const icon = !ended ? '⏳' : failed > 0 ? '❌' : unfinished > 0 ? 'ℹ️' : done
  return {
    title: escapedTitle(data, tenants),
    subtitle: '',
    headline: `${icon} ${words.consent.summary(verified, tenants.length, failed, unfinished)}`,
    progress: ended ? [] : manyProgress(data, { done: verified, total: tenants.length, failed }),
    notes: [],
    links: [],
    tenants: tenants.map((each) => filledTenant(data, each)),
    hints: hints.map((hint) => ({ hint })),
  }
}

/** Of the one link, or of both: how many of its steps are done, while it isn't over. */
function stepProgress(links: Links): Element[] {
  if (links.every(({ phase }) => hasEnded(phase))) return []
  const [done, total] = [stepsDone(links), stepsIn(links)]
  return progressParts({ done, total, text: words.consent.progress(done, total) })
}

function manyProgress(
  { createdAt: startedAt, now }: ConsentCardData,
  { done, total, failed }: { done: number; total: number; failed: number },
): Element[] {
  return progressParts({
    done,
    total,
    text: timeLeftText({ startedAt, now, done, total }),
    trouble: failed > 0,
  })
}

function filledTenant(data: ConsentCardData, links: Links): Filled['tenants'][number] {
  const active = activeOf(links)
  const line = stateLine(active, data.now)
  const says = outcomeText(active.outcome, active.tenant.domain)
  const what = words.consent.linkOf[active.kind]
  const after = toldAfter(active)
  const name = namedTenant(active.tenant)
  const actions = rowButtons(data, links, active)
  if (after) {
    return { name, state: afterHeadline(active, after), detail: afterLine(active, after, data.now), actions }
  }
  return {
    name,
    state: `${line.icon} ${links.length > 1 ? words.consent.stepOf(active.step, links.length, `${what}, ${line.text}`) : capital(line.text)}`,
    detail: says ? dotted(says.title, words.mustAct(says.who)) : missingLine(active),
    actions,
  }
}

/** The link that needs action: a failed one, otherwise the first in progress, otherwise the last. */
const activeOf = (links: Links): ConsentLinkRow =>
  (links.find(({ phase }) => hasFailed(phase)) ??
    links.find(({ phase }) => !hasEnded(phase)) ??
    links.at(-1)) as ConsentLinkRow

function headlineOf({ kind, phase, outcome }: ConsentLinkRow): string {
  const reached = phase === 'verified' ? words.consent.reached[kind] : undefined
  const says = hasFailed(phase) ? findOutcomeWords(outcome?.name)?.title : reached
  return `${words.consent.state[phase].icon} ${says ?? words.consent.now[phase]}`
}

function hintsOf(data: ConsentCardData, active: ConsentLinkRow, phase: LinkPhase): string[] {
  const { now, requestedBy, signer = requestedBy } = data
  const { codeHint, worksOnce, withPerson, closedHint, expiredHint, signIn } = words.consent
  const role = words.who[active.signer ?? 'privilegedRoleAdministrator'](
    escapeMarkdown(active.tenant.domain, 60),
  )
  if (active.url) return [signIn(role), `${worksOnce(moment(active.expiresAt, now))} ${codeHint}`]
  if (phase === 'sent') return [withPerson(escapeMarkdown(signer.name, 60))]
  if (phase === 'opened') return [closedHint]
  return phase === 'expired' ? [expiredHint] : []
}

const titleOf = (data: ConsentCardData, tenants: readonly Links[]): string =>
  titleWith(data, tenants, (name) => name)
const escapedTitle = (data: ConsentCardData, tenants: readonly Links[]): string =>
  titleWith(data, tenants, (name) => escapeMarkdown(name))

function titleWith(
  { kind, set, moved }: ConsentCardData,
  tenants: readonly Links[],
  said: (name: string) => string,
): string {
  const name = tenants.length === 1 ? (tenants[0]?.[0]?.tenant.name ?? '') : ''
  const where = name ? said(name) : words.tenants(tenants.length)
  if (moved && set) return words.moves.title(said(set.name), where)
  const what =
    kind === 'connection' || !set ? words.consent.titleConnection : words.plan.title(kind, said(set.name))
  return words.consent.in(what, where)
}
