import type { Element } from './render.ts'
import type { PermissionRef, PersonRef } from './subjects.ts'
import { dotted, escapeMarkdown, list, moment } from './text.ts'
import type { Status } from './words/codes.ts'
import { en as words } from './words/en.ts'

/** A block that is about to be lifted, and what holds without it. */
export interface LiftedBlock {
  by: PersonRef
  at: Date
  reason?: string
  /** What the last read says. */
  status: Status
  lastKnown?: Status
  /** The apps can use the data without the block. */
  usable: boolean
  /** Granted beyond the list of the set. */
  beyond: readonly Pick<PermissionRef, 'value' | 'api' | 'type' | 'tier'>[]
}

/** Who blocked it, when, and why. */
export const blockedText = ({ by, at }: LiftedBlock, now: Date): string =>
  words.unblock.blocked(escapeMarkdown(by.name, 40), moment(at, now))

export const reasonText = ({ reason }: LiftedBlock, limit = 300): string =>
  reason ? words.requests.reason(escapeMarkdown(reason, limit)) : words.unblock.noReason

/** The status that it returns to. */
export function statusThen({ status, lastKnown }: LiftedBlock): string {
  const { icon, words: says } = words.statuses[status]
  const before = lastKnown && lastKnown !== status && words.lastKnown(words.statuses[lastKnown].words)
  return dotted(`${icon} ${says}`, before)
}

/** A card has no room for more; the card in Entra has all of them. */
const mostNamed = 20

const riskiestFirst = ({ beyond }: LiftedBlock) => beyond.toSorted((a, b) => a.tier - b.tier)

/** What its apps get beyond the set, each by name. */
export function beyondParts(lifted: LiftedBlock): Element[] {
  const { length } = lifted.beyond
  if (length === 0) return []
  const text = (line: string): Element => ({ type: 'TextBlock', text: line, spacing: 'None', wrap: true })
  const shown = riskiestFirst(lifted).slice(0, mostNamed)
  return [
    { ...text(words.unblock.beyondTitle(length)), weight: 'Bolder' },
    ...shown.map((each) => text(beyondLine(each))),
    ...(length > mostNamed ? [text(words.more(length - mostNamed))] : []),
  ]
}

const beyondLine = ({ value, type, tier, api }: LiftedBlock['beyond'][number]): string => {
  const name = `**${escapeMarkdown(value, 60)}**`
  return `• ${dotted(name, words.type[type], words.shortTier[tier], escapeMarkdown(api, 40))}`
}

/** Of each of ten tenants. */
const mostAmongOthers = 3

/** Below a tenant among others: who blocked it and why, the status that it returns to, and what is beyond the set. */
export function liftedLines(lifted: LiftedBlock, now: Date): string[] {
  const names = list(
    riskiestFirst(lifted).map(({ value }) => escapeMarkdown(value, 60)),
    mostAmongOthers,
  )
  return [
    `⛔ ${dotted(blockedText(lifted, now), lifted.reason && reasonText(lifted, 80))}`,
    words.unblock.returnsTo(statusThen(lifted)),
    ...(names ? [words.unblock.beyond(names)] : []),
  ]
}
