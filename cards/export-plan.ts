import type { ExportFormat } from './button-tables/history.ts'
import { button, primary } from './buttons.ts'
import layoutJson from './export-plan.json' with { type: 'json' }
import { frame } from './frame.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import type { TenantRef } from './subjects.ts'
import { escapeMarkdown } from './text.ts'
import { en as words } from './words/en.ts'

/** The contents of a file. */
export interface ExportData {
  format: ExportFormat
  /** One tenant, all tenants, or those that a person with a limited scope can see. */
  about: TenantRef | 'all' | 'own'
  entries: number
}

interface ExportPlanData extends ExportData {
  /** How long the link will work. */
  minutes: number
}

const layout = defineLayout<{
  title: string
  facts: { line: string }[]
  who: string
  warning: string
  actions: Element[]
}>(layoutJson)

export function exportFacts({ format, about, entries }: ExportData): { line: string }[] {
  const { facts, what } = words.exports
  const value = typeof about === 'string' ? what[about] : what.tenant(escapeMarkdown(about.name))
  return [
    { line: facts.what(value) },
    { line: facts.entries(entries) },
    { line: facts.file(words.exports.format[format]) },
  ]
}

/** The contents of the file and who can open it, before the link is created. */
export function exportPlanCard(data: ExportPlanData): Card {
  const { format, about } = data
  const of = typeof about === 'string' ? {} : { tenantId: about.id }
  const choices = [
    ...(format === 'csv' ? [] : [button('planCsv', { format: 'csv', ...of })]),
    ...(format === 'json' ? [] : [button('planJson', { format: 'json', ...of })]),
    ...(format === 'ocsf' ? [] : [button('planOcsf', { format: 'ocsf', ...of })]),
  ]
  const filled = layout({
    title: words.exports.planTitle,
    facts: exportFacts(data),
    who: words.exports.who(data.minutes),
    warning: words.exports.warning,
    actions: [primary(button('makeExport', { format, ...of })), ...choices, button('cancelExport', of)],
  })
  return frame(filled, words.exports.planTitle)
}
