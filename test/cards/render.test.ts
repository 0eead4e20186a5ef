import { describe, expect, test } from 'vitest'
import { defineLayout } from '../../cards/render.ts'

const block = { type: 'TextBlock', text: '${name}' }

describe('defineLayout', () => {
  test('fills a layout again and again', () => {
    const layout = defineLayout<{ rows: { name: string }[] }>({
      type: 'AdaptiveCard',
      body: [{ ...block, $data: '${rows}' }],
    })
    expect(layout({ rows: [{ name: 'a' }, { name: 'b' }] }).body).toEqual([
      { type: 'TextBlock', text: 'a' },
      { type: 'TextBlock', text: 'b' },
    ])
    expect(layout({ rows: [] }).body).toEqual([])
  })

  test('keeps the kind of what it fills in: lists of buttons, truth values', () => {
    const layout = defineLayout<{ actions: object[]; quiet: boolean }>({
      type: 'ActionSet',
      actions: '${actions}',
      isSubtle: '${quiet}',
    })
    const actions = [{ type: 'Action.Execute', data: { v: 3 } }]
    expect(layout({ actions, quiet: false })).toEqual({ type: 'ActionSet', actions, isSubtle: false })
  })

  test('a field that is missing throws and names its place, so that no person reads a hole', () => {
    const layout = defineLayout<{ title: string }>({ type: 'AdaptiveCard', body: [block] })
    expect(() => layout({ title: 'x' })).toThrow(/card\.body\.0\.text.*\$\{name\}/)
  })

  test.each([undefined, null])('a field that is %s throws', (name) => {
    const layout = defineLayout<{ name: unknown }>({ type: 'AdaptiveCard', body: [block] })
    expect(() => layout({ name })).toThrow(/Expected data for every field/)
  })

  test('a hole inside a value throws: nothing is expanded twice', () => {
    const layout = defineLayout<{ name: string; secret: string }>({ type: 'AdaptiveCard', body: [block] })
    expect(() => layout({ name: '${secret}', secret: 'x' })).toThrow(/card\.body\.0\.text: \$\{secret\}/)
  })

  test('a layout that says more than fields and lists is filled by the library', () => {
    const layout = defineLayout<{ rows: { name: string; isShown: boolean }[] }>({
      type: 'AdaptiveCard',
      body: [{ ...block, $data: '${rows}', $when: '${isShown}' }],
    })
    const rows = [
      { name: 'a', isShown: true },
      { name: 'b', isShown: false },
    ]
    expect(layout({ rows }).body).toEqual([{ type: 'TextBlock', text: 'a' }])
  })
})
