import { escapeMarkdown, list } from './text.ts'
import { en as words } from './words/en.ts'

/** Whom a person without the role asks, by the names or the contact line of the configuration. */
export const whomToAsk = (names: readonly string[]): string =>
  words.notAllowed.ask(
    list(
      names.map((name) => escapeMarkdown(name)),
      5,
    ),
  )

export const noRoleYet = (ask: readonly string[]): string => `${words.notAllowed.noRole}. ${whomToAsk(ask)}`
