import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Template } from 'adaptivecards-templating'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileLayout } from '../../cards/compile-layout.ts'
import { runs } from '../support/runs.ts'

const layouts = readdirSync('cards')
  .filter((file) => file.endsWith('.json'))
  .map((file): [string, object] => [file, JSON.parse(readFileSync(join('cards', file), 'utf8'))])

/** What the library makes of it; undefined if it fails. */
function expanded(template: Template, data: object): unknown {
  try {
    return template.expand({ $root: data })
  } catch {
    return undefined
  }
}

const isHole = (value: unknown): boolean => value === undefined || value === null

/** A card without holes, as a person would read it. */
const wholeOf = (filled: unknown): string | undefined => {
  const text = JSON.stringify(filled, (_key, value) => (isHole(value) ? '${hole}' : value))
  return text === undefined || text.includes('${') ? undefined : text
}

const recordOf = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(fields, { noNullPrototype: true })

const leaf = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.oneof(fc.string(), fc.constantFrom('', 'a · b', '**x**', '`\\$', '{{DATE(x)}}')),
  },
  { weight: 2, arbitrary: fc.oneof(fc.integer(), fc.boolean()) },
  {
    weight: 2,
    arbitrary: fc.array(recordOf({ type: fc.constant('TextBlock'), text: fc.string() }), { maxLength: 3 }),
  },
  { weight: 1, arbitrary: recordOf({ type: fc.string(), data: recordOf({ v: fc.integer() }) }) },
)
const hole = fc.constantFrom(undefined, null, '${name}', [], [{ text: undefined }])

/** Data for a layout: a value for each field, rows for each list; at times one is missing. */
function dataFor(node: unknown, holes: number): fc.Arbitrary<object> {
  const fields: Record<string, fc.Arbitrary<unknown>> = {}
  const filler =
    holes === 0 ? leaf : fc.oneof({ weight: 30, arbitrary: leaf }, { weight: holes, arbitrary: hole })
  const visit = (part: unknown): void => {
    if (typeof part === 'string')
      for (const [, name = ''] of part.matchAll(/\$\{(\w+)\}/g)) fields[name] ??= filler
    if (typeof part !== 'object' || part === null) return
    const { $data, ...own } = part as Record<string, unknown>
    const name = typeof $data === 'string' ? $data.slice(2, -1) : undefined
    if (name === undefined) {
      for (const inner of Object.values(part)) visit(inner)
      return
    }
    const row = dataFor(own, holes)
    const rows = fc.oneof({ weight: 4, arbitrary: fc.array(row, { maxLength: 3 }) }, row)
    fields[name] =
      holes === 0 ? rows : fc.oneof({ weight: 30, arbitrary: rows }, { weight: holes, arbitrary: hole })
  }
  visit(node)
  return recordOf(fields)
}

describe('a compiled layout', () => {
  test.each(layouts)('%s is what the library makes of it, with whatever data', (_file, layout) => {
    const fill = compileLayout(layout)
    if (!fill) throw new Error('Expected a layout of fields and lists')
    const template = new Template(layout)
    const whole = fc.property(dataFor(layout, 0), (data) => {
      expect(wholeOf(fill(data))).toBe(wholeOf(expanded(template, data)))
    })
    fc.assert(whole, runs(200, 6))
    // What it can't fill is left to the library.
    const holed = fc.property(dataFor(layout, 1), (data) => {
      const made = wholeOf(fill(data))
      if (made !== undefined) expect(made).toBe(wholeOf(expanded(template, data)))
    })
    fc.assert(holed, runs(200, 6))
  })

  test.each([
    ['fields among words', { text: '${a} · ${b}${a}!' }, { a: 'x', b: 3 }],
    ['an empty list', { items: [{ $data: '${rows}', text: '${a}' }] }, { rows: [] }],
    ['one row as a property', { item: { $data: '${rows}', text: '${a}' } }, { rows: [{ a: 'x' }] }],
    ['rows as a property', { item: { $data: '${rows}', text: '${a}' } }, { rows: [{ a: 'x' }, { a: 'y' }] }],
    [
      'lists in rows',
      { items: [{ $data: '${rows}', items: ['${list}', 'z'] }] },
      { rows: [{ list: ['x', 'y'] }] },
    ],
    ['a row that is no list', { items: [{ $data: '${row}', text: '${a}' }] }, { row: { a: 'x' } }],
  ])('has %s as the library has it', (_what, layout, data) => {
    expect(compileLayout(layout)?.(data)).toEqual(new Template(layout).expand({ $root: data }))
  })

  test.each([
    ['a condition', { $when: '${a}', text: 'x' }],
    ['the whole data', { text: '${$root.a}' }],
    ['a path', { text: '${a.b}' }],
    ['a function', { text: '${length(a)}' }],
    ['a literal', { text: '${true}' }],
    ['an escape', { text: '\\${a} ${b}' }],
    ['what every object has', { text: '${constructor}' }],
  ])('with %s is left to the library', (_what, layout) => {
    expect(compileLayout(layout)).toBeUndefined()
  })
})
