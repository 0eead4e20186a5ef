import { button } from './buttons.ts'
import { compactRow } from './elements/rows.ts'
import { frame } from './frame.ts'
import layoutJson from './leaving-list.json' with { type: 'json' }
import { type Card, defineLayout, type Element } from './render.ts'
import type { SetRef, TenantRef } from './subjects.ts'
import { capital, dotted, escapeMarkdown, moment, shortId } from './text.ts'
import { en as words } from './words/en.ts'

interface LeavingListRow {
  id: number
  tenant: TenantRef
  set?: SetRef
  state: 'open' | 'gone' | 'unreadable' | 'stopped' | 'returned'
  /** Apps that are still there. */
  left: number
  startedAt: Date
}

export interface LeavingListData {
  now: Date
  rows: readonly LeavingListRow[]
  hasMore: boolean
}

interface Filled {
  title: string
  subtitle: string
  none: string
  rows: Element[]
  more: string
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)
const icons = { open: '⚠️', gone: '✅', unreadable: '❔', stopped: '⊘', returned: 'ℹ️' } as const

/** Removed tenants and blocked sets of which something is, or was, left in Entra. */
export function leavingListCard({ now, rows, hasMore }: LeavingListData): Card {
  const text = words.leaving.list
  const filled = layout({
    title: text.title,
    subtitle: text.subtitle,
    none: rows.length === 0 ? text.none : '',
    rows: rows.map((row) => listRow(row, now)),
    more: hasMore ? text.more(rows.length) : '',
    actions: [button('tenants', {})],
  })
  return frame(filled, `${text.title}. ${rows.length === 0 ? text.none : ''}`)
}

function listRow({ id, tenant, set, state, left, startedAt }: LeavingListRow, now: Date): Element {
  const text = words.leaving.list
  const name = escapeMarkdown(tenant.name, 60)
  const title = set ? text.ofSet(escapeMarkdown(set.name, 60), name) : name
  return compactRow({
    icon: icons[state],
    text: `**${title}** · ${shortId(tenant.id)}`,
    detail: dotted(capital(state === 'open' ? text.open(left) : text.states[state]), moment(startedAt, now)),
    action: button(
      'showLeaving',
      { leavingId: id },
      `${set ? text.ofSet(set.name, tenant.name) : tenant.name}, ${id}`,
    ),
  })
}
