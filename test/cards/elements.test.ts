import { describe, expect, test } from 'vitest'
import { button } from '../../cards/buttons.ts'
import { progressParts } from '../../cards/elements/progress-bar.ts'
import { compactRow, foldedParts, moreParts } from '../../cards/elements/rows.ts'
import { statusBarParts } from '../../cards/elements/status-bar.ts'
import { frame } from '../../cards/frame.ts'
import type { Card, Element } from '../../cards/render.ts'
import { statusesByAttention } from '../../cards/status-order.ts'
import { complaintsAbout, piecesOf } from '../support/check-card.ts'

const heading = { type: 'TextBlock', text: 'Title', style: 'heading', wrap: true }
const cardOf = (...parts: readonly Element[]): Card => frame({ body: [heading, ...parts] }, 'Title')
/** What a client shows that knows none of the newer elements. */
const older = (part: Element | undefined): string[] =>
  piecesOf(part?.fallback).flatMap(({ text }) => (text ? [`${text}`] : []))

describe('newer elements', () => {
  test('every one of them is valid in a card, with what older clients show instead', () => {
    const parts = [
      ...statusBarParts({ error: 3, updateRequired: 1, granted: 1_200 }, 'All sets'),
      ...progressParts({ done: 124, total: 1_000, text: '124 of 1,000, 3 errors', trouble: true }),
    ]
    expect(complaintsAbout(cardOf(...parts))).toEqual([])
  })

  test.each(['ProgressBar', 'Chart.HorizontalBar.Stacked'])('a %s without fallback is refused', (type) => {
    const parts = [...progressParts({ done: 1, total: 2, text: 'x' }), ...statusBarParts({ error: 1 }, 'x')]
    const { fallback: _, ...bare } = parts.find((part) => part.type === type) ?? {}
    expect(complaintsAbout(cardOf(bare)).join()).toContain('fallback')
    const [newer] = progressParts({ done: 1, total: 2, text: 'x' })
    expect(complaintsAbout(cardOf({ ...bare, fallback: newer })).join()).toContain('fallback')
  })
})

describe('status', () => {
  test('the bar has the statuses worst first with their numbers in words, and leaves out what there is none of', () => {
    const [bar, line] = statusBarParts({ granted: 1_000, blocked: 0, error: 1, updateRequired: 2 }, 'Sets')
    const data = [
      { legend: '1 error', value: 1, color: 'attention' },
      { legend: '2 need new permissions', value: 2, color: 'warning' },
      { legend: '1,000 granted', value: 1_000, color: 'good' },
    ]
    expect(bar).toMatchObject({ type: 'Chart.HorizontalBar.Stacked', data: [{ title: 'Sets', data }] })
    expect(older(bar)).toEqual([`❌⚠️${'✅'.repeat(10)}`])
    expect(line?.text).toBe('❌ 1 error · ⚠️ 2 need new permissions · ✅ 1,000 granted')
  })

  test('a few are shown one by one, none at all not', () => {
    expect(older(statusBarParts({ granted: 2, error: 1 }, 'Sets')[0])[0]).toBe('❌✅✅')
    expect(statusBarParts({ granted: 0 }, 'Sets')).toEqual([])
    const each = Object.fromEntries(statusesByAttention.map((status) => [status, 1]))
    expect(older(statusBarParts(each, 'Sets')[0])[0]).toBe('❌❔⚠️ℹ️⏳○⛔✅')
  })
})

describe('progress', () => {
  const squares = (done: number, total: number) => older(progressParts({ done, total, text: 'x' })[0])[0]

  test('is a bar and the numbers below it; older clients show squares', () => {
    const [bar, text] = progressParts({ done: 124, total: 1_000, text: '124 of 1,000' })
    expect(bar).toMatchObject({ type: 'ProgressBar', value: 124, max: 1_000, color: 'Accent' })
    expect(text).toMatchObject({ text: '124 of 1,000' })
    expect(squares(124, 1_000)).toBe(`${'█'.repeat(2)}${'░'.repeat(14)}`)
  })

  test('what began is not empty, what is not over is not full', () => {
    expect(squares(0, 10)).toBe('░'.repeat(16))
    expect(squares(1, 10_000)).toBe(`█${'░'.repeat(15)}`)
    expect(squares(9_999, 10_000)).toBe(`${'█'.repeat(15)}░`)
    expect(squares(10, 10)).toBe('█'.repeat(16))
    expect(squares(12, 10)).toBe('█'.repeat(16))
    expect(squares(0, 0)).toBe('░'.repeat(16))
  })
})

describe('rows', () => {
  const items = [{ type: 'TextBlock', text: 'inside', wrap: true }]

  test('a compact row is a line with icon; with an action it shows a mark', () => {
    const row = { icon: '✅', text: '**SaaS posture** · 20 of 20' }
    const open = compactRow({ ...row, action: button('openTenant', { tenantId: 't' }, undefined, 'Contoso') })
    const texts = (of: Element) => piecesOf(of).flatMap(({ text }) => (text ? [text] : []))
    expect(texts(compactRow(row))).toEqual(['✅', '**SaaS posture** · 20 of 20'])
    expect(texts(open)).toEqual(['✅', '**SaaS posture** · 20 of 20', '›'])
    expect(complaintsAbout(cardOf(compactRow(row), open))).toEqual([])
  })

  test('a folded row is closed at first, and a click turns its items and its mark over', () => {
    const parts = foldedParts({ id: 'set-1', icon: '✅', text: 'Posture', title: 'Posture: granted' }, items)
    expect(parts[0]?.selectAction).toEqual({
      type: 'Action.ToggleVisibility',
      title: 'Posture: granted',
      targetElements: ['set-1-items', 'set-1-down', 'set-1-up'],
    })
    const visible = piecesOf(parts).flatMap(({ id, isVisible }) => (id ? [[id, isVisible ?? true]] : []))
    expect(visible).toEqual([
      ['set-1-down', true],
      ['set-1-up', false],
      ['set-1-items', false],
    ])
    expect(complaintsAbout(cardOf(...parts))).toEqual([])
  })

  test('more of a list is hidden behind a button, and nothing more has none', () => {
    const parts = moreParts('rest', 'Show 3 more', items)
    expect(parts.map(({ type, isVisible }) => [type, isVisible ?? true])).toEqual([
      ['ActionSet', true],
      ['Container', false],
    ])
    expect(complaintsAbout(cardOf(...parts))).toEqual([])
    expect(moreParts('rest', 'Show 0 more', [])).toEqual([])
  })

  test('a click that shows what is not there, or one of two equal ids, is refused', () => {
    const [toggle, hidden] = moreParts('rest', 'Show 3 more', items)
    expect(complaintsAbout(cardOf(toggle ?? {}))).toHaveLength(1)
    expect(complaintsAbout(cardOf(toggle ?? {}, hidden ?? {}, hidden ?? {})).join()).toContain('rest-items')
  })
})
