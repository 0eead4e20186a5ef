import { expect, test } from 'vitest'
import type { ExpectedLine } from './expected-line.ts'
import { type Heard, hearLines } from './hear-lines.ts'
import { linesToAct } from './lines-act.ts'
import { linesOfOutsider } from './lines-outsider.ts'
import { linesToSee } from './lines-see.ts'

const groups: Readonly<Record<string, readonly ExpectedLine[]>> = {
  see: linesToSee,
  act: linesToAct,
  outsider: linesOfOutsider,
}

/** One of several answers can be right; a question is, if it is the expected one and offers what is expected. */
const isRight = (heard: Heard, expected: string): boolean =>
  expected.split(' | ').some((one) => isOne(heard, one))

function isOne({ outcome, offers }: Heard, expected: string): boolean {
  const [kind = '', names = ''] = expected.startsWith('ask') ? expected.split(': ', 2) : [expected]
  if (!expected.startsWith('ask')) return outcome === expected
  if (names === '-') return outcome === kind && offers.length === 0
  const asks = kind === 'ask' ? outcome.startsWith('ask ') : outcome === kind
  const wanted = names === '' ? [] : names.replace('User, device and activity', 'User; device').split(', ')
  const offered = offers.join('\n').replaceAll('User, device and activity', 'User; device').toLowerCase()
  return asks && wanted.every((name) => offered.includes(name.toLowerCase()))
}

const print = (text: string): boolean => process.stdout.write(`${text}\n`)

test('typed lines lead to what was meant, and none does what was not asked for', async () => {
  const hear = await hearLines()
  const wrong: string[] = []
  const dangerous: string[] = []
  let count = 0
  for (const [group, lines] of Object.entries(groups)) {
    let right = 0
    for (const [line, expected] of lines) {
      const heard = await hear(line)
      const said = `${line} → ${heard.outcome}${heard.offers.length > 0 ? ` (${heard.offers.join(' | ')})` : ''}, not ${expected}`
      if (isRight(heard, expected)) right += 1
      else (heard.acts ? dangerous : wrong).push(said)
    }
    count += lines.length
    print(`${group}: ${right} of ${lines.length}`)
  }
  const rate = 1 - (wrong.length + dangerous.length) / count
  print(`${count} lines, ${(100 * rate).toFixed(1)} % right, ${dangerous.length} dangerous`)
  if (wrong.length > 0) print(wrong.join('\n'))
  expect(dangerous).toEqual([])
  expect(count).toBeGreaterThanOrEqual(300)
  expect(rate, wrong.join('\n')).toBeGreaterThanOrEqual(0.95)
})
