import { linkButton, primary } from './buttons.ts'
import layoutJson from './export.json' with { type: 'json' }
import { type ExportData, exportFacts } from './export-plan.ts'
import { frame } from './frame.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import { moment } from './text.ts'
import { en as words } from './words/en.ts'

export interface ExportReadyData extends ExportData {
  now: Date
  url: string
  expiresAt: Date
}

const layout = defineLayout<{
  title: string
  facts: { line: string }[]
  until: string
  warning: string
  actions: Element[]
}>(layoutJson)

/** The link to the file, for the person who asked. */
export function exportCard(data: ExportReadyData): Card {
  const filled = layout({
    title: words.exports.title,
    facts: exportFacts(data),
    until: words.exports.ready(moment(data.expiresAt, data.now)),
    warning: words.exports.warning,
    actions: [primary(linkButton(words.exports.download, data.url))],
  })
  return frame(filled, words.exports.title)
}
