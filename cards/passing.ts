/** Short-lived cards: work in progress, and the placeholder in a group for an answer sent to a private chat. */
import { frame } from './frame.ts'
import layoutJson from './passing.json' with { type: 'json' }
import { type Card, defineLayout } from './render.ts'
import { escapeMarkdown } from './text.ts'
import { en as words } from './words/en.ts'

interface WorkingData {
  now: Date
  /** Verb of the action in progress. */
  verb?: string
}

interface AnsweredPrivatelyData {
  now: Date
  name: string
}

interface LinkSentPrivatelyData {
  now: Date
  name: string
}

const layout = defineLayout<{ title: string; text: string }>(layoutJson)

/** Shown until the result of a slow action replaces it; without buttons, to prevent a second click. */
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
