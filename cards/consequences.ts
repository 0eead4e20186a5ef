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
  style: 'attention' | 'accent' | 'emphasis'
  title: string
  apps: { line: string }[]
  also: string
  sources: { line: string }[]
}

const layout = defineLayout<Filled>(layoutJson)
const sentence = 300
/** Lifting ten blocks says more beside it. */
const shortSentence = 160

/** The same box on every card that blocks, or asks whether to: one tenant or many, the doer or the approver. */
export function consequencesParts(given: Consequences | undefined): Element[] {
  if (!given || given.apps.length + given.coupled.length === 0) return []
  const line = (app: string, what: string) => `**${app}**: ${what}`
  return box(given, {
    style: 'attention',
    title: `⛔ ${words.block.stops}`,
    also: words.block.coupled,
    line,
    limit: sentence,
  })
}

/** The same apps and sources on every card that lifts a block; `usable`: they get the data without it. */
export function restoredParts(given: Consequences | undefined, usable: boolean): Element[] {
  if (!given || given.apps.length + given.coupled.length === 0) return []
  const { back, notYet, until: line, coupled: also } = words.unblock
  const limit = shortSentence
  if (!usable)
    return box({ apps: [], coupled: [] }, { style: 'emphasis', title: `○ ${notYet}`, also, line, limit })
  return box(given, { style: 'accent', title: `✅ ${back}`, also, line, limit })
}

interface Look extends Pick<Filled, 'style' | 'title' | 'also'> {
  line(app: string, what: string): string
  /** Of a sentence. */
  limit: number
}

function box({ apps, coupled }: Consequences, { style, title, also, line, limit }: Look): Element[] {
  const bullet = (text: string) => ({ line: `• ${text}` })
  return [
    layout({
      style,
      title,
      apps: apps.map(({ name, whenBlocked }) =>
        bullet(line(escapeMarkdown(name), escapeMarkdown(whenBlocked, limit))),
      ),
      also: coupled.length > 0 ? also : '',
      sources: coupled.map((text) => bullet(escapeMarkdown(text, limit))),
    }),
  ]
}
