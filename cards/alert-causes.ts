import type { AlertData } from './alert-data.ts'
import { alertBlanks, alertText } from './alert-text.ts'
import { escapeMarkdown } from './text.ts'
import type { AlertCondition } from './words/codes.ts'
import { en as words } from './words/en.ts'

/** Alerts that one cause explains: the same thing happened to the same set, in one tenant or in many. */
export interface AlertCause {
  icon: string
  /** "**User.Read.All** of “Directory data” removed in 8 tenants by admin@…", escaped. */
  text: string
  isOver: boolean
  /** What mends all of them at once. */
  fix?: 'grant' | 'update'
  alerts: readonly AlertData[]
}

const order = ['critical', 'warning', 'info']
const fixes: Partial<Record<AlertCondition, AlertCause['fix']>> = {
  permissionsRemoved: 'grant',
  appRemoved: 'grant',
  consentFailed: 'grant',
  permissionsNew: 'update',
}

/** By cause, worst first, then the one that concerns most; what is over comes last, together. */
export function alertCauses(alerts: readonly AlertData[]): AlertCause[] {
  const over = alerts.filter(({ state }) => state === 'resolved')
  const groups = [
    ...Map.groupBy(
      alerts.filter(({ state }) => state !== 'resolved'),
      causeKey,
    ).values(),
  ]
  const sorted = groups.toSorted((a, b) => rank(a) - rank(b) || b.length - a.length || idOf(a) - idOf(b))
  const ended: AlertCause = { ...overCause(over.length), alerts: over }
  return [...sorted.map(causeOf), ...(over.length > 0 ? [ended] : [])]
}

const overCause = (n: number) => ({
  icon: words.alerts.iconResolved,
  text: words.alerts.digest.over(n),
  isOver: true,
})

/** What waits for somebody comes before what somebody handles. */
function rank(group: readonly AlertData[]): number {
  const waits = group.some(({ state }) => state === 'open') ? 0 : group.some(isHandled) ? 10 : 20
  return waits + Math.min(...group.map(({ severity }) => order.indexOf(severity)))
}

/** What is accepted comes last of what is not over. */
const isHandled = ({ state }: AlertData): boolean => state !== 'accepted'

const idOf = (group: readonly AlertData[]): number => group[0]?.id ?? 0

/** Findings by code and permission, not by their words: these have times in them. */
function causeKey({ condition, state, set, findings, facts, tenant }: AlertData): string {
  const what = findings.map(({ code, permissionValues = [], facts: of = {} }) => {
    return [code, permissionValues.toSorted(), of.outcome, of.setting ?? of.name ?? of.names]
  })
  // What is accepted waits for nobody, so no button of the others is for it.
  return JSON.stringify([condition, set?.id, what, tenant ? '' : facts, state === 'accepted'])
}

function causeOf(alerts: readonly AlertData[]): AlertCause {
  const [first] = alerts as [AlertData]
  const { condition, tenant } = first
  const { icon, title } = alertText(first)
  const fix = first.state === 'accepted' ? undefined : fixes[condition]
  const names = new Set(alerts.map((each) => each.tenant?.id))
  const where = names.size > 1 ? words.tenants(names.size) : escapeMarkdown(tenant?.name ?? '', 60)
  const said = { ...alertBlanks(first), by: byWhom(alerts) }
  const text = words.alerts.causes[condition]?.(said, where) ?? `**${title}**`
  return { icon, text, isOver: false, ...(fix && { fix }), alerts }
}

/** " by admin@contoso.com"; " by admin@…" where accounts of several tenants have the same name; '' unless all are known. */
function byWhom(alerts: readonly AlertData[]): string {
  const names = new Set(alerts.map(({ changedBy }) => changedBy?.name ?? ''))
  const [name = ''] = names
  if (names.has('')) return ''
  if (names.size === 1) return words.alerts.causedBy(escapeMarkdown(name))
  const locals = new Set([...names].map((each) => each.slice(0, each.indexOf('@') + 1)))
  const [local = ''] = locals
  return locals.size === 1 && local !== ''
    ? words.alerts.causedBy(`${escapeMarkdown(local)}…`)
    : words.alerts.causedByMany(names.size)
}
