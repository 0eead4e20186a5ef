import { longDay } from './advance-notice.ts'
import layoutJson from './advance-notice-list.json' with { type: 'json' }
import { button } from './buttons.ts'
import { compactRow } from './elements/rows.ts'
import { frame } from './frame.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import type { SetRef } from './subjects.ts'
import { capital, escapeMarkdown } from './text.ts'
import { en as words } from './words/en.ts'

interface NoticeRow {
  id: number
  set: SetRef
  state: 'open' | 'fulfilled' | 'void' | 'withdrawn'
  day: string
}

const layout = defineLayout<{
  title: string
  subtitle: string
  none: string
  rows: Element[]
  actions: Element[]
}>(layoutJson)

/** The announced lists, open ones first. */
export function advanceNoticeListCard({ rows }: { rows: readonly NoticeRow[] }): Card {
  const text = words.advanceNotices.list
  const filled = layout({
    title: text.title,
    subtitle: text.subtitle,
    none: rows.length === 0 ? escapeMarkdown(text.none) : '',
    rows: rows.map(noticeRow),
    actions: [button('catalog', {})],
  })
  return frame(
    filled,
    `${text.title}: ${rows.length === 0 ? text.none : rows.map(({ set }) => set.name).join(', ')}`,
  )
}

function noticeRow({ id, set, state, day }: NoticeRow): Element {
  const { states, forDay } = words.advanceNotices.list
  return compactRow({
    icon: words.advanceNotices.icon[state],
    text: `**${escapeMarkdown(set.name, 60)}**`,
    detail: capital(forDay(states[state], longDay(day))),
    action: button('showNotice', { noticeId: id }, `${set.name}, ${longDay(day)}`),
  })
}
