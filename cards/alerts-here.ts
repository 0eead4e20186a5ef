import type { AlertData } from './alert-data.ts'
import { alertText } from './alert-text.ts'
import layoutJson from './alerts-here.json' with { type: 'json' }
import { button, primary } from './buttons.ts'
import { shortReference } from './elements/reference.ts'
import { frame } from './frame.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import type { SetRef, TenantRef } from './subjects.ts'
import { dotted, escapeMarkdown } from './text.ts'
import { placeText } from './undelivered.ts'
import type { AlertSeverity } from './words/codes.ts'
import { en as words } from './words/en.ts'

export interface SubscriptionRow {
  tenant?: TenantRef
  set?: SetRef
  severity: AlertSeverity
}

export interface AlertsHereData {
  now: Date
  place: 'personal' | 'groupChat' | 'channel'
  subscriptions: readonly SubscriptionRow[]
  /** "22:00" and so on. */
  quiet?: { from: string; to: string; zone: string }
  /** The newest that are not over. */
  alerts: readonly AlertData[]
  /** How many there are in all. */
  live: number
  /** What was just done here. */
  done?: 'on' | 'off' | 'quietOn' | 'quietOff' | 'narrowed'
  /** Alerts that this person turned on elsewhere don't arrive there. */
  missed?: {
    why: 'refused' | 'removed' | 'deleted'
    place: 'personal' | 'groupChat' | 'channel'
    placeId: string
  }
}

interface Filled {
  title: string
  place: string
  done: string
  none: string
  subscriptions: { line: string; actions: Element[] }[]
  quiet: string
  live: string
  alerts: { what: string; state: string; actions: Element[] }[]
  more: string
  how: string
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)
const most = 8

/** The alert subscriptions of one conversation, with buttons to change them, and the open alerts. */
export function alertsHereCard(data: AlertsHereData): Card {
  const { place, subscriptions, quiet, alerts, live } = data
  const rest = live - alerts.length
  const said = doneText(data)
  const filled = layout({
    title: words.alerts.place.title,
    place: words.alerts.place.where[place],
    done: said,
    none: subscriptions.length === 0 && !said ? words.alerts.place.none : '',
    subscriptions: subscriptions.slice(0, most).map(filledSubscription),
    quiet: quiet ? words.alerts.place.quiet(quiet.from, quiet.to, escapeMarkdown(quiet.zone)) : '',
    live: words.alerts.place.live(live),
    alerts: alerts.map(filledAlert),
    more: rest > 0 ? words.alerts.place.more(rest) : '',
    how: words.alerts.place.how,
    actions: buttons(data),
  })
  return frame(filled, `${words.alerts.place.title}: ${said || words.alerts.place.live(live)}`)
}

function doneText({ done, missed, subscriptions }: AlertsHereData): string {
  if (missed) return `⚠️ ${words.alerts.place.missed[missed.why](placeText(missed.place, missed.placeId))}`
  const { on, off, quietOn, quietOff, narrowed } = words.alerts.place
  if (done === 'narrowed') return `⚠️ ${narrowed(subscriptions.map(whatOf).join('; '))}`
  if (done === 'on') return `✅ ${on}`
  if (done === 'off') return `✅ ${off(1)}`
  if (done === 'quietOn') return `✅ ${quietOn}`
  return done === 'quietOff' ? `✅ ${quietOff}` : ''
}

function whatOf({ tenant, set }: SubscriptionRow): string {
  const { everything, tenantOnly, setOnly, both } = words.alerts.place
  const [tenantName, setName] = [tenant?.name, set?.name].map((name) => name && escapeMarkdown(name, 60))
  if (tenantName && setName) return both(setName, tenantName)
  if (tenantName) return tenantOnly(tenantName)
  return setName ? setOnly(setName) : everything
}

function filledSubscription(row: SubscriptionRow): Filled['subscriptions'][number] {
  const { tenant, set, severity } = row
  const ids = { ...(tenant && { tenantId: tenant.id }), ...(set && { setId: set.id }) }
  const about = dotted(set?.name, tenant?.name) || words.alerts.place.everything
  return {
    line: words.alerts.place.subscribed(whatOf(row), words.alerts.severity[severity].words),
    actions: [button('endSubscription', ids, about)],
  }
}

function filledAlert(alert: AlertData): Filled['alerts'][number] {
  const { icon, title } = alertText(alert)
  const number = words.alerts.number(alert.id)
  return {
    what: `${icon} ${title}`,
    state: dotted(
      number,
      alert.set && escapeMarkdown(alert.set.name, 60),
      words.alerts.digest.state[alert.state],
      shortReference(alert.reference),
    ),
    actions: [button('showAlert', { alertId: alert.id }, number)],
  }
}

function buttons({ subscriptions, quiet }: AlertsHereData): Element[] {
  const everything = subscriptions.some(({ tenant, set }) => !tenant && !set)
  return [
    ...(everything ? [] : [primary(button('alertsOn', {}))]),
    ...(subscriptions.length > 0 ? [button('alertsOff', { all: true })] : []),
    ...(quiet ? [button('quietOff', {})] : []),
    button('alertsHere', {}, undefined, words.buttons.refreshTenant),
  ]
}
