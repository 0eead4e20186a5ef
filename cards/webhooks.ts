import { button } from './buttons.ts'
import { pageOf } from './paging.ts'
import { defineLayout, type Element } from './render.ts'
import { age, capital, escapeMarkdown, moment } from './text.ts'
import layoutJson from './webhooks.json' with { type: 'json' }
import { en as words } from './words/en.ts'

/** A system that is sent events. */
export interface WebhookTargetData {
  name: string
  host: string
  /** The last attempt; absent: nothing was sent yet. */
  last?: { at: Date; outcome: string } | undefined
  /** It answered that it wants no more. */
  goneAt?: Date
  /** What isn't accepted yet, and since when the oldest waits. */
  waiting: number
  oldestAt?: Date
  /** What it didn't accept in three days. `gone`: of these, what is no longer kept. */
  dead?: { count: number; upTo: number; since: Date; gone?: number }
}

interface Filled {
  title: string
  targets: { name: string; lines: { line: string }[]; actions: Element[] }[]
}

const layout = defineLayout<Filled>(layoutJson)
const pageSize = 3
/** The state of a target: what needs a person first. */
const states = ['dead', 'failing', 'new', 'well'] as const
type TargetState = (typeof states)[number]

const stateOf = ({ dead, goneAt, last }: WebhookTargetData): TargetState => {
  if (dead) return 'dead'
  if (goneAt || (last && last.outcome !== 'delivered')) return 'failing'
  return last ? 'well' : 'new'
}

/** How many targets need a person. */
export const webhookTroubles = (targets: readonly WebhookTargetData[] = []): number =>
  targets.filter((target) => stateOf(target) === 'dead' || stateOf(target) === 'failing').length

/** How many pages the targets take. */
export const webhookPages = (targets: readonly WebhookTargetData[] = []): number =>
  pageOf(targets, 1, pageSize).pages

/** Part of the settings: how each target stands, and what can be done about it. None if no target is on this page. */
export function webhookParts(
  targets: readonly WebhookTargetData[] | undefined,
  wanted: number,
  now: Date,
): Element[] {
  if (!targets || targets.length === 0) return []
  const sorted = targets.toSorted((a, b) => states.indexOf(stateOf(a)) - states.indexOf(stateOf(b)))
  const { shown, page } = pageOf(sorted, wanted, pageSize)
  if (page !== wanted) return []
  const filled = shown.map((target) => ({
    name: nameLine(target),
    lines: linesOf(target, now).map((line) => ({ line })),
    actions: buttonsOfTarget(target),
  }))
  return [layout({ title: words.webhooks.title(targets.length), targets: filled })]
}

function nameLine(target: WebhookTargetData): string {
  const { icons, target: named } = words.webhooks
  return `${icons[stateOf(target)]} ${named(escapeMarkdown(target.name, 40), escapeMarkdown(target.host, 100))}`
}

function linesOf(target: WebhookTargetData, now: Date): string[] {
  const { dead, waiting, oldestAt } = target
  return [
    lastLine(target, now),
    ...(waiting > 0 && oldestAt ? [words.webhooks.waiting(waiting, moment(oldestAt, now))] : []),
    ...(dead ? [words.webhooks.dead(dead.count, moment(dead.since, now))] : []),
    ...(dead?.gone ? [words.webhooks.deadGone(dead.gone)] : []),
  ].map(capital)
}

function lastLine({ last, goneAt }: WebhookTargetData, now: Date): string {
  const { failing, failure, gone, unused, well } = words.webhooks
  if (goneAt) return gone(moment(goneAt, now))
  if (!last) return unused
  if (last.outcome === 'delivered') return well(age(last.at, now))
  return failing(failure(escapeMarkdown(last.outcome, 40)), age(last.at, now))
}

function buttonsOfTarget({ name: target, dead }: WebhookTargetData): Element[] {
  const shown = dead && { target, count: dead.count, upTo: dead.upTo }
  return [
    ...(shown && dead.count > (dead.gone ?? 0) ? [button('webhookSendAgain', shown, target)] : []),
    button('webhookTest', { target }, target),
    ...(shown ? [button('webhookDiscard', shown, target)] : []),
  ]
}
