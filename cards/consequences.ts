import layoutJson from './consequences.json' with { type: 'json' }
import { defineLayout, type Element } from './render.ts'
import { escapeMarkdown } from './text.ts'
import { en as words } from './words/en.ts'

/** What stops when a set is blocked, as the catalog says. */
export interface Consequences {
  apps: readonly { name: string; whenBlocked: string }[]
  /** Sentences about data sources that stop with the set. */
  coupled: readonly string[]
}

interface Filled {
  stops: string
  apps: { line: string }[]
  also: string
  sources: { line: string }[]
}

const layout = defineLayout<Filled>(layoutJson)
const sentence = 300

/** The same box on every card that blocks, or asks whether to: one tenant or many, the doer or the approver. */
export function consequencesParts(given: Consequences | undefined): Element[] {
  if (!given || given.apps.length + given.coupled.length === 0) return []
  const { apps, coupled } = given
  const bullet = (text: string) => ({ line: `• ${text}` })
  return [
    layout({
      stops: words.block.stops,
      apps: apps.map(({ name, whenBlocked }) =>
        bullet(`**${escapeMarkdown(name)}**: ${escapeMarkdown(whenBlocked, sentence)}`),
      ),
      also: coupled.length > 0 ? words.block.coupled : '',
      sources: coupled.map((text) => bullet(escapeMarkdown(text, sentence))),
    }),
  ]
}
