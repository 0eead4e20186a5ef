import { parseEnv } from 'node:util'
import { shortHash } from './marks.ts'

/**
 * `.env` as text: comments, order, and lines that setup doesn't know stay. Marks at its end say what setup wrote, so that it
 * takes back only what nobody changed since. They stand in the same file, so that they are written with it or not at all.
 */

/** What was there before: nothing, an empty value, or another value. */
type Before = 'added' | 'filled' | 'changed'

export interface Mark {
  hash: string
  before: Before
}

const heading =
  '# Written by npm run setup. "npm run setup -- --remove" takes back the values that are unchanged since:'
const markLine = /^# setup: ([A-Z][A-Z0-9_]*) ([0-9a-f]{12}) (added|filled|changed)$/
const nameLine = /^# setup name: (.+)$/

interface Assignment {
  name: string
  /** First and last line. */
  from: number
  to: number
}

const begin = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.]*)[ \t]*=[ \t]*(["'`]?)(.*)$/

/** Values in quotes can have several lines. */
function findAssignments(lines: readonly string[]): Assignment[] {
  const found: Assignment[] = []
  for (let at = 0; at < lines.length; at += 1) {
    const [, name, quote, rest = ''] = begin.exec(lines[at] ?? '') ?? []
    if (name === undefined) continue
    const from = at
    if (quote && !rest.includes(quote)) {
      do at += 1
      while (at < lines.length && !lines[at]?.includes(quote))
    }
    found.push({ name, from, to: Math.min(at, lines.length - 1) })
  }
  return found
}

/** The lines without the marks, and the marks. */
function parse(text: string) {
  const lines = text.split(/\r?\n/)
  const marks = new Map<string, Mark>()
  let name: string | undefined
  const kept = lines.filter((line) => {
    const [, variable, hash = '', before] = markLine.exec(line) ?? []
    if (variable !== undefined) marks.set(variable, { hash, before: before as Before })
    const named = nameLine.exec(line)
    if (named) name = named[1]
    return variable === undefined && !named && line !== heading
  })
  while (kept.at(-1) === '') kept.pop()
  return { lines: kept, marks, name, end: text.includes('\r\n') ? '\r\n' : '\n' }
}

/** What setup wrote into this text, and the name under which it did. */
export function readMarks(text: string): { marks: ReadonlyMap<string, Mark>; name: string | undefined } {
  const { marks, name } = parse(text)
  return { marks, name }
}

/** @throws Error if no kind of quote can hold the value */
export function quoteValue(value: string): string {
  if (/^[\w./:@,;=+%~?&-]*$/.test(value)) return value
  const quote = ["'", '`', '"'].find((sign) => !value.includes(sign))
  if (quote === undefined || /[\r\n]/.test(value)) throw new Error('Expected a value that fits into one line')
  return `${quote}${value}${quote}`
}

/** The text with these values, each in its own place or at the end, and marked. */
export function setVariables(text: string, values: Readonly<Record<string, string>>, name: string): string {
  const { lines, marks, end } = parse(text)
  const old = parseEnv(text)
  for (const [variable, value] of Object.entries(values)) {
    const place = findAssignments(lines).findLast((each) => each.name === variable)
    const line = `${variable}=${quoteValue(value)}`
    if (place) lines.splice(place.from, place.to - place.from + 1, line)
    else lines.push(line)
    const now: Before = !place ? 'added' : old[variable] ? 'changed' : 'filled'
    marks.set(variable, { hash: shortHash(value), before: marks.get(variable)?.before ?? now })
  }
  const marked = [...marks].map(([variable, { hash, before }]) => `# setup: ${variable} ${hash} ${before}`)
  return [...lines, '', heading, `# setup name: ${name}`, ...marked, ''].join(end)
}

interface Unset {
  text: string
  removed: string[]
  /** Changed by somebody since setup wrote them. */
  kept: string[]
}

/** The text without what setup wrote and nobody changed, and without marks. */
export function unsetVariables(text: string): Unset {
  const { lines, marks, end } = parse(text)
  const now = parseEnv(text)
  const removed: string[] = []
  const kept: string[] = []
  for (const [variable, { hash, before }] of marks) {
    const value = now[variable]
    const place = findAssignments(lines).findLast((each) => each.name === variable)
    if (!value || !place) continue
    if (shortHash(value) !== hash) kept.push(variable)
    else {
      removed.push(variable)
      lines.splice(place.from, place.to - place.from + 1, ...(before === 'added' ? [] : [`${variable}=`]))
    }
  }
  while (lines.at(-1) === '') lines.pop()
  return { text: lines.length === 0 ? '' : [...lines, ''].join(end), removed, kept }
}
