/** Short cards that stand for a moment: work that takes longer, and the trace that an answer left in a group. */
import { frame } from './frame.ts'
import layoutJson from './passing.json' with { type: 'json' }
import { type Card, defineLayout } from './render.ts'
import { escapeMarkdown } from './text.ts'
import { en as words } from './words/en.ts'

export interface WorkingData {
  now: Date
  /** Verb of the action under way. */
  verb?: string
}

export interface AnsweredPrivatelyData {
  now: Date
  name: string
}

export interface LinkSentPrivatelyData {
  now: Date
  name: string
}

const layout = defineLayout<{ title: string; text: string }>(layoutJson)

/** Stands until the answer of a click that takes long replaces it; without buttons, so that nobody clicks twice. */
export function workingCard({ verb }: WorkingData): Card {
  const { title, text, verbs } = words.working
  const doing = verb && Object.hasOwn(verbs, verb) ? verbs[verb as keyof typeof verbs] : title
  return frame(layout({ title: `⏳ ${doing}`, text }), doing)
}

/** What a group sees of an answer that was for one person. */
export function answeredPrivatelyCard({ name }: AnsweredPrivatelyData): Card {
  const title = words.answeredPrivately(escapeMarkdown(name))
  return frame(layout({ title, text: '' }), words.answeredPrivately(name))
}

/** What stays in a group of a new consent link; the link itself is in the person's own chat. */
export function linkSentPrivatelyCard({ name }: LinkSentPrivatelyData): Card {
  const { title, text } = words.linkSentPrivately
  return frame(layout({ title: title(escapeMarkdown(name)), text }), title(name))
}
