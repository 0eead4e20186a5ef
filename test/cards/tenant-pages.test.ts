import { expect, test } from 'vitest'
import { tenantCard } from '../../cards/tenant.ts'
import { takeWritten, writeCard } from '../../cards/written-card.ts'
import { all, allGranted, contoso, minutesBefore, now } from '../support/card-subjects.ts'

const cardOf = (count: number, length: number, page?: number) =>
  tenantCard({
    now,
    tenant: contoso,
    state: 'connected',
    checkedAt: minutesBefore(5),
    rights: all,
    ...(page !== undefined && { page }),
    sets: Array.from({ length: count }, (_, n) => ({
      set: { id: `${n}`, name: `${'Long name '.repeat(length)}${n}` },
      version: 1,
      apps: Array.from({ length: 3 }, (_each, app) => ({ id: `app-${app}`, name: 'x'.repeat(4 * length) })),
      status: 'granted',
      findings: [allGranted],
      granted: 3,
      required: 3,
    })),
  })

test.each([
  [1, 1, 1],
  [5, 1, 1],
  [6, 1, 1],
  [8, 1, 2],
  [9, 1, 2],
  [8, 12, 2],
])('%i sets with names of %i words are on %i pages, each once', (count, length, pages) => {
  const texts = Array.from({ length: pages }, (_, n) => JSON.stringify(cardOf(count, length, n + 1)))
  const shown = texts.flatMap((text) => [...text.matchAll(/"id":"(set-\d+)-items"/g)].map(([, id]) => id))
  expect(shown.toSorted()).toEqual(Array.from({ length: count }, (_, n) => `set-${n}`).toSorted())
  const said = texts.map((text) => /Page \d of \d/.exec(text)?.[0])
  expect(said).toEqual(texts.map((_, n) => (pages === 1 ? undefined : `Page ${n + 1} of ${pages}`)))
})

test('a written card is the card, however often it is taken', () => {
  const card = cardOf(5, 1)
  const text = JSON.stringify(card)
  expect([writeCard(card), takeWritten(card), takeWritten(card)]).toEqual([text, text, text])
})
