import type { AlertData } from './alert-data.ts'
import layoutJson from './alert-digest.json' with { type: 'json' }
import { alertText } from './alert-text.ts'
import { button, primary } from './buttons.ts'
import { frame } from './frame.ts'
import { pageOf } from './paging.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import { dotted, escapeMarkdown, list, moment, plain } from './text.ts'
import { en as words } from './words/en.ts'

export interface AlertDigestData {
  now: Date
  digestId: number
  openedAt: Date
  alerts: readonly AlertData[]
  /** Acknowledge. */
  mayAct: boolean
  page?: number
}

interface Filled {
  title: string
  subtitle: string
  rows: { icon: string; what: string; where: string; actions: Element[] }[]
  pages: string
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)
const pageSize = 10
const order = ['critical', 'warning', 'info']

/** Many alerts in one card: open ones first, worst on top. */
export function alertDigestCard(data: AlertDigestData): Card {
  const { alerts, openedAt, now } = data
  const waiting = alerts.filter(({ state }) => state === 'open')
  const sorted = alerts.toSorted((a, b) => rank(a) - rank(b) || a.id - b.id)
  const { shown, page, pages } = pageOf(sorted, data.page, pageSize)
  const worst = sorted[0]
  const icon = worst ? alertText(worst).icon : words.alerts.iconResolved
  const title = words.alerts.digest.title(alerts.length)
  const open = words.alerts.digest.open(waiting.length)
  const filled = layout({
    title: `${icon} ${title} · ${open}`,
    subtitle: words.alerts.digest.since(moment(openedAt, now)),
    rows: shown.map(filledRow),
    pages: pages > 1 ? words.page(page, pages) : '',
    actions: buttons(data, { waiting: waiting.length, page, pages }),
  })
  const kinds = [...new Set(waiting.map((each) => words.alerts.conditions[each.condition].title(noBlanks)))]
  return frame(filled, `${icon} ${title}, ${open}${kinds.length > 0 ? `: ${list(kinds)}` : ''}`)
}

const noBlanks = {
  permissions: '',
  count: 1,
  set: '',
  by: '',
  what: '',
  next: '',
  code: '',
  signer: '',
  names: '',
  role: '',
  name: '',
  days: 0,
  day: '',
}

const rank = ({ state, severity }: AlertData): number =>
  (state === 'open' ? 0 : state === 'resolved' ? 20 : 10) + order.indexOf(severity)

function filledRow(alert: AlertData): Filled['rows'][number] {
  const { icon, title } = alertText(alert)
  const number = words.alerts.number(alert.id)
  return {
    icon,
    what: title,
    where: dotted(
      number,
      alert.set && escapeMarkdown(alert.set.name, 60),
      words.alerts.digest.state[alert.state],
    ),
    actions: [button('showAlert', { alertId: alert.id }, plain(number))],
  }
}

function buttons(
  { digestId, mayAct }: AlertDigestData,
  { waiting, page, pages }: { waiting: number; page: number; pages: number },
): Element[] {
  return [
    ...(waiting > 0 && mayAct ? [primary(button('acknowledgeAll', { digestId }))] : []),
    ...(page > 1
      ? [button('showDigest', { digestId, page: page - 1 }, undefined, words.buttons.previousTenants)]
      : []),
    ...(page < pages
      ? [button('showDigest', { digestId, page: page + 1 }, undefined, words.buttons.nextTenants)]
      : []),
    button('alertsHere', {}),
  ]
}
