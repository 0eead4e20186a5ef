import { type ButtonCall, callButton } from './buttons.ts'
import { type ErrorData, errorText } from './error-text.ts'
import layoutJson from './notice.json' with { type: 'json' }
import { defineLayout, type Element } from './render.ts'
import type { PersonRef } from './subjects.ts'
import { capital, dotted, escapeMarkdown, moment } from './text.ts'
import type { NoticeCode, UserErrorCode } from './words/codes.ts'
import { en as words } from './words/en.ts'

/** Outcome of an action, shown on top of the resulting card. */
export interface Notice {
  kind: 'done' | 'refused' | 'info' | 'problem'
  /** A refusal without words of its own for this place is told by those of its error card. */
  code: NoticeCode | UserErrorCode
  /** Outside texts; for example { set, tenant, by, changed }. */
  facts?: ErrorData['facts']
  by?: PersonRef
  at?: Date
  /** For example Undo, available until the time in `until`. */
  buttons?: readonly ButtonCall[]
  until?: Date
}

const icons: Readonly<Record<Notice['kind'], string>> = { done: '✅', refused: '⊘', info: 'ℹ️', problem: '❌' }

const layout = defineLayout<{ icon: string; text: string; trace: string; actions: Element[] }>(layoutJson)

/** The banner as parts of a body: none or one. */
export function noticeParts(notice: Notice | undefined, now: Date): Element[] {
  if (!notice) return []
  const { kind, code, facts = {}, by, at, until, buttons = [] } = notice
  const trace = words.byAt(by ? escapeMarkdown(by.name) : '', at ? moment(at, now) : '')
  return [
    layout({
      icon: icons[kind],
      text: noticeText(code, facts),
      trace: capital(dotted(trace, until && words.tenant.undoUntil(moment(until, now)))),
      actions: buttons.map((call) => callButton(call)),
    }),
  ]
}

function noticeText(code: Notice['code'], facts: ErrorData['facts']): string {
  const fact = (name: string, otherwise = ''): string => {
    const value = facts[name]
    return value === undefined || value === '' ? otherwise : escapeMarkdown(`${value}`)
  }
  if (isNotice(code)) return words.notices[code](fact)
  const { what, next } = errorText({ code, facts })
  return [what, next].filter(Boolean).join(' ')
}

const isNotice = (code: Notice['code']): code is NoticeCode => Object.hasOwn(words.notices, code)
