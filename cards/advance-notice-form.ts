import layoutJson from './advance-notice-form.json' with { type: 'json' }
import { reasonInput } from './asking.ts'
import { button, primary } from './buttons.ts'
import { frame } from './frame.ts'
import { type Notice, noticeParts } from './notice.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import type { SetRef } from './subjects.ts'
import { escapeMarkdown, plain } from './text.ts'
import { en as words } from './words/en.ts'

export interface AdvanceNoticeFormData {
  now: Date
  set: SetRef
  /** What was entered before; the day as `2027-01-31`. */
  day?: string
  reason?: string
  list?: string
  notice?: Notice
}

const layout = defineLayout<{ title: string; intro: string; inputs: Element[]; actions: Element[] }>(
  layoutJson,
)
const longestList = 20_000

/** Asks for the day, the reason, and the coming list. Nothing is announced before the plan was shown. */
export function advanceNoticeFormCard({
  set,
  day = '',
  reason = '',
  list = '',
  ...data
}: AdvanceNoticeFormData): Card {
  const text = words.advanceNotices.form
  const title = text.title(escapeMarkdown(set.name, 60))
  const filled = layout({
    title,
    intro: text.intro,
    inputs: [
      { type: 'Input.Date', id: 'day', label: text.day, ...(day && { value: day }) },
      reasonInput({ label: text.reason, hint: words.requests.reasonHint, value: reason }),
      {
        type: 'Input.Text',
        id: 'list',
        label: text.list,
        placeholder: text.listHint,
        value: plain(list, longestList),
        isMultiline: true,
        maxLength: longestList,
      },
    ],
    actions: [primary(button('planNotice', { setId: set.id }, set.name)), button('notices', {})],
  })
  return frame(filled, text.title(set.name), noticeParts(data.notice, data.now))
}
