import layoutJson from './baseline.json' with { type: 'json' }
import { button, primary } from './buttons.ts'
import { type FoundPermission, foundLine } from './found-permissions.ts'
import { frame } from './frame.ts'
import { type Notice, noticeParts } from './notice.ts'
import { packIds } from './pack-ids.ts'
import { pageThatFits } from './paging.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import type { PersonRef, SetRef, TenantRef } from './subjects.ts'
import { dotted, escapeMarkdown, moment, namedTenant } from './text.ts'
import { en as words } from './words/en.ts'

export interface BaselineCardData {
  now: Date
  tenant: TenantRef
  isRead: boolean
  /** Sets of which somebody has still to look at what the first read found. */
  open: readonly { set: SetRef; required: number; beyond: readonly FoundPermission[] }[]
  confirmed?: { by: PersonRef; at: Date; approvedBy?: PersonRef }
  /** What was explained since, the newest first. */
  later: readonly LaterGrant[]
  /** Whether the reader may confirm it alone, must ask, or only looks. */
  may: 'confirm' | 'request' | 'look'
  /** Beginning of the hash over what would be confirmed; sent back by the button. */
  v: string
  page?: number
  notice?: Notice | undefined
}

export interface LaterGrant {
  value: string
  how: 'link' | 'beyond' | 'accepted'
  by?: PersonRef
  code?: string
  reason?: string
}

interface Filled {
  title: string
  subtitle: string
  state: string
  how: string
  lines: { line: string }[]
  laterTitle: string
  later: { line: string }[]
  why: string
  pages: string
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)
const most = 40
const budget = 9_000
const laterShown = 10

/** What explains the grants of a tenant from before Grantkeeper knew it, for one confirmation. */
export function baselineCard(data: BaselineCardData): Card {
  const { tenant, open, later, now } = data
  const { found } = words.baselines
  const beyond = open.flatMap((each) => each.beyond)
  const tierZero = beyond.filter(({ tier }) => tier === 0).length
  const weigh = (line: string): number => line.length + 60
  const { shown, page, pages } = pageThatFits(open.flatMap(linesOf), data.page, { most, budget, weigh })
  const filled = layout({
    title: found.title(escapeMarkdown(tenant.name, 60)),
    subtitle: namedTenant(tenant),
    state: stateOf(data, beyond.length),
    how: open.length > 0 ? found.how : '',
    lines: shown.map((line) => ({ line })),
    laterTitle: later.length > 0 ? found.later(later.length) : '',
    later: later.slice(0, laterShown).map((each) => ({ line: laterLine(each) })),
    why: tierZero > 0 ? found.second(tierZero) : '',
    pages: pages > 1 ? words.page(page, pages) : '',
    actions: actions(data, page, pages),
  })
  return frame(
    filled,
    `${found.title(tenant.name)}: ${stateOf(data, beyond.length)}`,
    noticeParts(data.notice, now),
  )
}

function stateOf({ open, confirmed, isRead, now }: BaselineCardData, beyond: number): string {
  const { found } = words.baselines
  if (!isRead) return found.notReadYet
  const total = beyond + open.reduce((sum, { required }) => sum + required, 0)
  if (total > 0) return found.open(total, beyond)
  if (!confirmed) return found.nothingThere
  const { by, at, approvedBy } = confirmed
  return dotted(
    found.confirmed(escapeMarkdown(by.name, 60), moment(at, now)),
    approvedBy && found.approvedBy(escapeMarkdown(approvedBy.name, 60)),
  )
}

function linesOf({ set, required, beyond }: BaselineCardData['open'][number]): string[] {
  const { found } = words.baselines
  const head = dotted(`**${escapeMarkdown(set.name, 60)}**`, required > 0 && found.required(required))
  return [head, ...beyond.map(foundLine)]
}

function laterLine({ value, how, by, code = '', reason = '' }: LaterGrant): string {
  const name = escapeMarkdown(by?.name ?? '', 60)
  const { link, beyond, accepted } = words.baselines.found.how2
  const said = {
    link: link(name, code),
    beyond: beyond(name, code),
    accepted: accepted(name, escapeMarkdown(reason, 200)),
  }
  return `• ${dotted(`**${escapeMarkdown(value, 80)}**`, said[how])}`
}

function actions({ tenant, open, may, v }: BaselineCardData, page: number, pages: number): Element[] {
  const tenantId = tenant.id
  const isLast = page >= pages && open.length > 0
  const order = { kind: 'baseline' as const, tenants: packIds([tenantId]) }
  const request = button('requestForm', order, tenant.name, words.requests.button.baseline)
  const acts = {
    confirm: () => [primary(button('confirmBaseline', { tenantId, v }, tenant.name))],
    request: () => [primary(request)],
    look: () => [],
  }
  return [
    ...(page < pages ? [primary(button('nextInBaseline', { tenantId, page: page + 1 }))] : []),
    ...(isLast ? acts[may]() : []),
    ...(page > 1 ? [button('previousInBaseline', { tenantId, page: page - 1 })] : []),
    button('openTenant', { tenantId }, tenant.name, words.showTenant),
  ]
}
