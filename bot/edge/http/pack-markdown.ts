import { plain } from '../../../cards/text.ts'
import type { PackBlock, PackDocument, PackEntry, PackLine, PackSection } from './pack-parts.ts'

const longest = 1_000

/** The pack as Markdown, for wikis and tickets. */
export function packMarkdown({ kind, title, subtitle, byline, facts, sections }: PackDocument): string {
  const parts = [
    `# ${safe(`${kind}: ${title}`)}`,
    safe(subtitle),
    safe(byline),
    list(facts),
    ...sections.map(section),
  ]
  return `${parts.join('\n\n')}\n`
}

const section = ({ title, blocks }: PackSection): string =>
  [`## ${safe(title)}`, ...blocks.map(block)].join('\n\n')

function block(part: PackBlock): string {
  if (part.kind === 'text') return part.tone ? `**${safe(part.text)}**` : safe(part.text)
  if (part.kind === 'heading') return `### ${safe(part.text)}`
  if (part.kind === 'lines') return list(part.lines)
  if (part.kind === 'steps') return part.steps.map((step, at) => `${at + 1}. ${safe(step)}`).join('\n')
  return part.entries.map(entry).join('\n\n')
}

function entry({ name, tags = [], lines }: PackEntry): string {
  const said = [name, ...tags.map(({ text }) => text)].map(safe).join(' · ')
  return `#### ${said}\n\n${list(lines)}`
}

const list = (lines: readonly PackLine[]): string => lines.map(line).join('\n')

function line({ label, text, href }: PackLine): string {
  const said = label === '' ? safe(text) : `**${safe(label)}:** ${safe(text)}`
  // In angle brackets, an address needs no escaping; none has an angle bracket.
  return `- ${href === undefined || href === text ? said : `${said} <${href}>`}`
}

/** On one line, with every sign of Markdown and of HTML as itself. */
const safe = (text: string): string => plain(text, longest).replace(/[\\`*_{}[\]()<>#+!|~&]/g, '\\$&')
