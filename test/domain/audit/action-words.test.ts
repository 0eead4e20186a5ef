import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { en as words } from '../../../cards/words/en.ts'

test('every action that is written into the history has words', () => {
  const sources = globSync('bot/**/*.ts').map((path) => readFileSync(path, 'utf8'))
  const written = sources.flatMap((text) => [
    ...[...text.matchAll(/action: '([a-z]+\.[a-zA-Z]+)'/g)].map(([, action]) => action ?? ''),
    ...[...text.matchAll(/(?:ed|wn): '(request\.[a-zA-Z]+)'/g)].map(([, action]) => action ?? ''),
  ])
  const phases = ['cancelled', 'refused', 'expired', 'notConfirmed', 'verified'].map(
    (phase) => `consent.${phase}`,
  )
  expect(written.length).toBeGreaterThan(30)
  expect([...written, ...phases].filter((action) => !Object.hasOwn(words.history.actions, action))).toEqual(
    [],
  )
})
