import { type AlertCause, alertCauses } from './alert-causes.ts'
import type { AlertData } from './alert-data.ts'
import layoutJson from './alert-digest.json' with { type: 'json' }
import { alertText } from './alert-text.ts'
import { button, primary } from './buttons.ts'
import { shortReference } from './elements/reference.ts'
import { compactRow } from './elements/rows.ts'
import { frame } from './frame.ts'
import { pageOf } from './paging.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import { dotted, escapeMarkdown, list, moment, plain, unmarked } from './text.ts'
import { en as words } from './words/en.ts'

export interface AlertDigestData {
  now: Date
  digestId: number
  openedAt: Date
  alerts: readonly AlertData[]
  /** Acknowledge. */
  mayAct: boolean
  /** Tenants in which the reader can grant or request it. */
  mayGrantIn?: readonly string[]
  page?: number
}

interface Filled {
  title: string
  subtitle: string
  causes: { text: string; fixes: Element[]; rows: Element[] }[]
  pages: string
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)
const pageSize = 10
/** As many as one plan takes. */
const mostInPlan = 200

/** Many alerts in one card: by cause, worst first, with one row per tenant and one button for all of them. */
export function alertDigestCard(data: AlertDigestData): Card {
  const { alerts, openedAt, now } = data
  const waiting = alerts.filter(({ state }) => state === 'open').length
  const causes = alertCauses(alerts)
  const rows = causes.flatMap((cause) => rowsOf(cause).map((alert) => ({ cause, alert })))
  const { shown, page, pages } = pageOf(rows, data.page, pageSize)
  const parts = [...Map.groupBy(shown, ({ cause }) => cause)]
  const fixable = parts.find(([cause]) => fixOf(data, cause))?.[0]
  const title = words.alerts.digest.title(alerts.length)
  const open = words.alerts.digest.open(waiting)
  const icon = causes[0]?.icon ?? words.alerts.iconResolved
  const filled = layout({
    title: `${icon} ${title} · ${open}`,
    subtitle: words.alerts.digest.since(moment(openedAt, now)),
    causes: parts.map(([cause, own]) => {
      const fix = fixOf(data, cause)
      return {
        text: `${cause.icon} ${cause.text}`,
        fixes: fix ? [cause === fixable ? primary(fix) : fix] : [],
        rows: own.map(({ alert }) => rowOf(alert, cause)),
      }
    }),
    pages: pages > 1 ? words.page(page, pages) : '',
    actions: buttons(data, { waiting, page, pages, isFixable: fixable !== undefined }),
  })
  const said = causes.filter(({ isOver }) => !isOver).map(({ text }) => unmarked(text))
  return frame(filled, `${icon} ${title}, ${open}${said.length > 0 ? `: ${list(said)}` : ''}`)
}

/** One per tenant: the oldest that still waits stands for the others. */
function rowsOf({ alerts }: AlertCause): AlertData[] {
  const byTenant = Map.groupBy(alerts, ({ id, tenant }) => tenant?.id ?? `alert ${id}`)
  return [...byTenant.values()].flatMap((own) => own.find(({ state }) => state === 'open') ?? own.slice(0, 1))
}

function rowOf(alert: AlertData, { isOver }: AlertCause): Element {
  const { id, tenant, state } = alert
  const number = words.alerts.number(id)
  const name = tenant ? `**${escapeMarkdown(tenant.name, 60)}**` : ''
  const domain = tenant && tenant.domain !== tenant.name && escapeMarkdown(tenant.domain, 60)
  return compactRow({
    icon: words.alerts.digest.stateIcon[state],
    text: isOver ? alertText(alert).title : dotted(name, domain) || number,
    detail: dotted(number, !isOver && words.alerts.digest.state[state], shortReference(alert.reference)),
    action: button('showAlert', { alertId: id }, plain(number)),
  })
}

/** The plan for every tenant of the cause in which it still is to be done. */
function fixOf({ mayGrantIn = [] }: AlertDigestData, { fix, alerts }: AlertCause): Element | undefined {
  const [first] = alerts
  const able = new Set(mayGrantIn)
  const tenantIds = [
    ...new Set(alerts.flatMap(({ tenant }) => (tenant && able.has(tenant.id) ? tenant.id : []))),
  ]
  if (!fix || !first?.set || tenantIds.length === 0) return undefined
  const order = { setId: first.set.id, tenantIds: tenantIds.slice(0, mostInPlan) }
  const all = fix === 'grant' ? 'grantInAll' : 'updateInAll'
  return button(tenantIds.length > 1 ? all : fix, order, first.set.name)
}

function buttons(
  { digestId, mayAct }: AlertDigestData,
  { waiting, page, pages, isFixable }: { waiting: number; page: number; pages: number; isFixable: boolean },
): Element[] {
  const acknowledge = button('acknowledgeAll', { digestId })
  return [
    ...(waiting > 0 && mayAct ? [isFixable ? acknowledge : primary(acknowledge)] : []),
    ...(page > 1
      ? [button('showDigest', { digestId, page: page - 1 }, undefined, words.buttons.previousTenants)]
      : []),
    ...(page < pages
      ? [button('showDigest', { digestId, page: page + 1 }, undefined, words.buttons.nextTenants)]
      : []),
    button('alertsHere', {}),
  ]
}
