import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commandsEn } from '../../cards/words/commands-en.ts'
import { demo } from '../../emulator/demo-world.ts'
import { people } from '../support/whole-app.ts'
import { attack } from './attack.ts'
import { openDoor } from './door.ts'
import { garbled, text } from './values.ts'

const minutes = 60_000
const names = [
  ...demo.tenants.map(({ displayName }) => displayName),
  'contoso.com',
  'Nowhere',
  demo.homeTenantId,
]
const orders = commandsEn.map(({ usage }) => usage.split(/[<[|]/, 1)[0]?.trim() ?? '')

const name = fc.oneof(fc.constantFrom(...names), text)
const order = fc
  .tuple(
    fc.constantFrom(...orders),
    fc.constantFrom('', 'all', '"Account actions" in', '"Directory data" in'),
    name,
  )
  .map((parts) => parts.filter((part) => part !== '').join(' '))

/** An approver wrote it, and did not ask for it: nothing may come of it. */
const meant = fc
  .tuple(
    fc.constantFrom(
      'please do not',
      'why did you',
      'never',
      "don't",
      'nicht',
      'bitte nicht',
      'wann wird',
      'ne pas',
      'il faut',
      'しないでください:',
      'no',
      '@all',
      '>',
      '“',
      '- ',
      '1. ',
      'I said:',
    ),
    order,
  )
  .map(([before, line]) => `${before} ${line}`)
const slips = order.chain((line) =>
  garbled(line.split(' ')[0] ?? '').map((word) => [`x${word}`, ...line.split(' ').slice(1)].join(' ')),
)
const long = fc
  .tuple(order, fc.integer({ min: 1_000, max: 28_000 }))
  .map(([line, length]) => `${line} ${'y'.repeat(length)}`)
const marked = order.map((line) => `<at>Grantkeeper</at>\u00a0<b>${line}</b>&nbsp;`)

test('whatever is typed: an answer, no hole in it, nothing changed', { timeout: 20 * minutes }, async () => {
  const door = await openDoor()
  const reader = fc
    .oneof(order, order.chain(garbled), text, marked, long)
    .map((line) => ({ line, who: people.victor.objectId }))
  const approver = fc.oneof(meant, slips).map((line) => ({ line, who: people.alice.objectId }))
  await attack('lines', fc.oneof(reader, approver), async (inputs) => {
    await Promise.all(
      inputs.map(async ({ line, who }) => {
        const { status, text: answer } = await door.post(
          door.frame(who, { type: 'message', text: line, textFormat: 'plain' }),
        )
        expect([status, answer], `${line.slice(0, 300)}\n${door.lastWarning()}`).toEqual([200, ''])
      }),
    )
    await door.app.settled()
    const [reads, acts] = [people.victor, people.alice].map(
      ({ objectId }) => door.app.teams.cards(`a:${objectId}`).length,
    )
    expect([reads, acts]).toEqual(
      [people.victor, people.alice].map(
        ({ objectId }) => inputs.filter(({ who }) => who === objectId).length,
      ),
    )
    await door.hold()
  })
  expect(door.errors).toEqual([])
})
