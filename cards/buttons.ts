import { type AdvanceNoticeInputs, advanceNoticeVerbs } from './button-tables/advance-notices.ts'
import { type AlertInputs, alertVerbs } from './button-tables/alerts.ts'
import { type CampaignInputs, campaignVerbs } from './button-tables/campaigns.ts'
import { type CoreInputs, coreVerbs } from './button-tables/core.ts'
import { type ExceptionInputs, exceptionVerbs } from './button-tables/exceptions.ts'
import { type FleetInputs, fleetVerbs } from './button-tables/fleet.ts'
import { type HistoryInputs, historyVerbs } from './button-tables/history.ts'
import { type LeavingInputs, leavingVerbs } from './button-tables/leaving.ts'
import { type OutboxInputs, outboxVerbs } from './button-tables/outbox.ts'
import { type OwnerInputs, ownerVerbs } from './button-tables/owners.ts'
import { type PackInputs, packVerbs } from './button-tables/packs.ts'
import { type RequestInputs, requestVerbs } from './button-tables/requests.ts'
import { type WebhookInputs, webhookVerbs } from './button-tables/webhooks.ts'
import { type WhatIfInputs, whatIfVerbs } from './button-tables/what-if.ts'
import type { SentAction } from './refused-act.ts'
import type { Element } from './render.ts'
import { list, plain } from './text.ts'
import { buttonsEn } from './words/buttons-en.ts'
import { tryAgainEn } from './words/errors-en.ts'

/** The data of each button: IDs, versions and positions in a list, never a state or a name. */
interface ButtonInputs
  extends CoreInputs,
    AdvanceNoticeInputs,
    AlertInputs,
    CampaignInputs,
    ExceptionInputs,
    FleetInputs,
    HistoryInputs,
    LeavingInputs,
    OutboxInputs,
    OwnerInputs,
    PackInputs,
    RequestInputs,
    WebhookInputs,
    WhatIfInputs {}
export type ButtonName = keyof ButtonInputs

const verbs = {
  ...coreVerbs,
  ...advanceNoticeVerbs,
  ...alertVerbs,
  ...campaignVerbs,
  ...exceptionVerbs,
  ...fleetVerbs,
  ...historyVerbs,
  ...leavingVerbs,
  ...outboxVerbs,
  ...ownerVerbs,
  ...packVerbs,
  ...requestVerbs,
  ...webhookVerbs,
  ...whatIfVerbs,
} as const satisfies Record<ButtonName, string>

const titles: Readonly<Record<ButtonName, string>> = buttonsEn

/** Buttons that carry what was typed on their card. */
const sendsInputs: ReadonlySet<ButtonName> = new Set([
  'search',
  'addTenant',
  'doctor',
  'requestGrant',
  'requestOther',
  'approve',
  'deny',
  'previousRequestPage',
  'nextRequestPage',
  'handOver',
  'setReference',
  'confirmAccept',
  'planNotice',
  'accept',
  'requestException',
  'snoozeFourHours',
  'snoozeTomorrow',
  'snoozeWeek',
  'snoozeUntil',
])

export type Verb = (typeof verbs)[ButtonName]

/** Every verb that a card can send; each has a handler. */
export const cardVerbs: readonly Verb[] = [...new Set(Object.values(verbs))]

/** A button that sends a card action. `about` names its object, so that a screen reader can distinguish equal titles. */
export function button<N extends ButtonName>(
  name: N,
  input: ButtonInputs[N],
  about?: string,
  title?: string,
): Element {
  const shown = title === undefined ? titles[name] : plain(title, 60)
  const made: Element = { type: 'Action.Execute', title: shown }
  if (about) made.tooltip = `${shown}: ${plain(about, 60)}`
  if (sendsInputs.has(name)) made.associatedInputs = 'auto'
  made.verb = verbs[name]
  made.data = { ...input }
  return made
}

/** The primary button of a card, which leads to the fix. Clients without this style show it like any other. */
export const primary = (action: Element): Element => ({ ...action, style: 'positive' })

/** The destructive button of a card. Its title must say so, because Teams shows no color for it. */
export const dangerous = (action: Element): Element => ({ ...action, style: 'destructive' })

/** A button that opens a page outside of Teams; its title names the page. */
export function linkButton(title: string, url: string, about?: string): Element {
  return {
    type: 'Action.OpenUrl',
    title,
    ...(about ? { tooltip: `${title}: ${plain(about, 60)}` } : {}),
    url,
  }
}

/** One action of any card as data, for cards whose buttons the caller chooses. */
export type ButtonCall = {
  [N in ButtonName]: { button: N; input: ButtonInputs[N]; title?: string }
}[ButtonName]

export const callButton = (call: ButtonCall, about?: string): Element =>
  button(call.button, call.input as ButtonInputs[ButtonName], about, call.title)

/** Names for tooltips of a button about several tenants. */
export const namesOf = (things: readonly { name: string }[]): string =>
  list(things.map((thing) => plain(thing.name, 40)))

/** Sends what was sent before once more. It is checked like every click. */
export const againButton = ({ verb, data }: SentAction): Element => ({
  type: 'Action.Execute',
  title: tryAgainEn,
  verb,
  data: { ...data },
})
