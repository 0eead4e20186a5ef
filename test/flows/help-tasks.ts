import { buttonsOf } from '../support/card-parts.ts'
import type { BotMessage } from '../support/fake-connector.ts'

/** The tasks that a card of help offers, by the titles of their buttons. */
export const tasksOf = ({ card }: BotMessage): unknown[] =>
  buttonsOf(card).flatMap(({ data, title }) => ((data as { task?: string }).task ? [title] : []))
