import type { WaitingRef } from './button-tables/fleet.ts'
import { button } from './buttons.ts'
import { compactRow } from './elements/rows.ts'
import { statusIcon } from './elements/status-marks.ts'
import { frame, sizeAsSent } from './frame.ts'
import { isMendedByConsent } from './grant-buttons.ts'
import layoutJson from './next-actions.json' with { type: 'json' }
import { type Notice, noticeParts } from './notice.ts'
import { pageThatFits } from './paging.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import type { Rights, SetRef } from './subjects.ts'
import { escapeMarkdown, list } from './text.ts'
import type { FindingCode, Status, Who } from './words/codes.ts'
import { en as words } from './words/en.ts'

/** Tenants that wait for the same person to do the same thing. */
export interface ActionGroup {
  who: Who
  /** Absent: the stored rows are damaged. */
  code?: FindingCode
  /** Absent: about the whole tenant. */
  set?: SetRef
  status: Status
  /** Of the setting that is missing. */
  setting?: string
  /** The worst first. */
  tenants: readonly { id: string; name: string }[]
}

export interface NextActionsData {
  now: Date
  groups: readonly ActionGroup[]
  /** Tenants that need action, each once. */
  tenants: number
  /** There are more than could be counted. */
  isCut: boolean
  /** Most tenants of one plan. */
  mostAtOnce: number
  rights: Rights
  page: number
  notice?: Notice
}

interface Filled {
  title: string
  summary: string
  sections: { title: string; rows: Element[] }[]
  cut: string
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)

const mostGroups = 8
/** Of all groups of one page, so that the card fits into a message. */
const groupsBudget = 28 * 1_024

/** What the tenants wait for: by who must act, and by what to do. One button starts it for all of them. */
export function nextActionsCard(data: NextActionsData): Card {
  const { nextActions } = words
  const filled = data.groups.map((group) => ({ group, rows: groupRows(group, data) }))
  const { shown, page, pages } = pageThatFits(filled, data.page, {
    most: mostGroups,
    budget: groupsBudget,
    weigh: ({ rows }) => sizeAsSent(rows),
  })
  const summary = data.tenants === 0 ? nextActions.none : words.tenantList.waiting(data.tenants)
  const byWho = [...Map.groupBy(shown, ({ group }) => group.who)]
  const card = layout({
    title: nextActions.title,
    summary,
    sections: byWho.map(([who, members]) => ({
      title: titleOf(who, data),
      rows: members.flatMap(({ rows }) => rows),
    })),
    cut: data.isCut ? nextActions.cut : '',
    actions: [
      button('tenants', {}),
      button('overview', {}),
      ...(page > 1 ? [button('previousActions', { page: page - 1 })] : []),
      ...(page < pages ? [button('furtherActions', { page: page + 1 })] : []),
    ],
  })
  return frame(card, `${nextActions.title}: ${summary}`, noticeParts(data.notice, data.now))
}

/** Counts on all pages. */
function titleOf(who: Who, { groups }: NextActionsData): string {
  const own = groups.filter((group) => group.who === who)
  const tenants = new Set(own.flatMap((group) => group.tenants.map(({ id }) => id)))
  return words.nextActions.waitFor(tenants.size, words.who[who]())
}

/** A row that opens its tenants, and below it the button for all of them where a consent is what they wait for. */
function groupRows(group: ActionGroup, data: NextActionsData): Element[] {
  const { code, set, status, setting = '', tenants } = group
  const { nextActions } = words
  const what = (name: string): string => (code ? words.shortFindings[code](0, name) : nextActions.damaged)
  const title = nextActions.what(what(setting), set ? set.name : '')
  const names = list(tenants.map(({ name }) => escapeMarkdown(name, 40)))
  const plan = planButton(group, data)
  const row = compactRow({
    icon: statusIcon(status),
    text: nextActions.what(what(escapeMarkdown(setting, 60)), set ? escapeMarkdown(set.name, 60) : ''),
    detail: nextActions.in(names),
    action: openButton(group, title),
  })
  return plan ? [row, { type: 'ActionSet', spacing: 'Small', actions: [plan] }] : [row]
}

function openButton(group: ActionGroup, title: string): Element {
  const [first, ...others] = group.tenants
  if (!first || others.length > 0) return button('showGroup', { waiting: refOf(group) }, undefined, title)
  if (!group.set) return button('openTenant', { tenantId: first.id }, undefined, title)
  return button('details', { tenantId: first.id, setId: group.set.id }, undefined, title)
}

function planButton(group: ActionGroup, { rights, mostAtOnce }: NextActionsData): Element | undefined {
  const { code, set, status, tenants } = group
  if (!set || !code || !rights.sync || !isConsentNext(status, code)) return undefined
  const act = status === 'updateRequired' ? words.nextActions.update : words.nextActions.grant
  const title = tenants.length > mostAtOnce ? act.first(mostAtOnce) : act.all(tenants.length)
  return button('planGroup', refOf(group), set.name, title)
}

/** As on the card of one tenant: what the next step is there. */
const isConsentNext = (status: Status, code: FindingCode): boolean =>
  status === 'updateRequired'
    ? code !== 'PERMISSION_NOT_PUBLISHED'
    : status === 'error' && isMendedByConsent([{ code, who: 'nobody' }])

const refOf = ({ who, code, set }: ActionGroup): WaitingRef => ({
  who,
  ...(code ? { code } : {}),
  ...(set ? { setId: set.id } : {}),
})
