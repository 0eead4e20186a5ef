import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Phrased, recognizeCommand } from '#edge/teams/grammar/recognize-command.ts'
import { plainLine } from '#platform/text/fold-text.ts'
import { distanceBetween } from '#platform/text/near-text.ts'

const commands: Phrased[] = [
  { word: 'help' },
  { word: 'tenants', said: ['tenant list'] },
  { word: 'status', atEnd: true },
  { word: 'requests', said: [['my requests', 'mine']] },
  { word: 'sync', acts: true },
  { word: 'sync all', acts: true },
  { word: 'add tenant', acts: true },
  { word: 'remove tenant', acts: true },
  { word: 'block', acts: true },
  { word: 'unblock', acts: true },
]
const read = (line: string) => {
  const found = recognizeCommand(line, commands)
  return found.kind === 'command' ? [found.command.word, found.args] : found.kind
}

describe('a command', () => {
  it.each([
    ['status Contoso', 'status', 'Contoso'],
    ['STATUS Contoso Ltd', 'status', 'Contoso Ltd'],
    ['status: Contoso', 'status', 'Contoso'],
    ['status,Contoso', 'status', 'Contoso'],
    ['help', 'help', ''],
    ['help!', 'help', ''],
    ['Add Tenant contoso.com', 'add tenant', 'contoso.com'],
    ['status "A, B in C"', 'status', '"A, B in C"'],
    ['Hi there, can you please sync Contoso asap? Thanks a lot 🙏', 'sync', 'Contoso'],
    ['I would like to block Search in Contoso, please', 'block', 'Search in Contoso'],
    ['list tenants', 'tenants', ''],
    ['show me all the tenants', 'tenants', ''],
    ['show me the status of Contoso', 'status', 'of Contoso'],
    ['Contoso Ltd status', 'status', 'Contoso Ltd'],
    ['my requests', 'requests', 'mine'],
    ['show my requests', 'requests', 'mine'],
    ['the status of Contoso', 'status', 'of Contoso'],
  ])('%j is %s', (line, word, args) => {
    expect(read(line)).toEqual([word, args])
  })

  it('is the longest one that the line begins with', () => {
    expect(read('sync all')).toEqual(['sync all', ''])
    expect(read('sync allied')).toEqual(['sync', 'allied'])
  })

  it.each(['', 'hi', 'Hello!', 'hey there', 'thanks', 'ok, thank you 👍'])('%j asks for nothing', (line) => {
    expect(read(line)).toBe('nothing')
  })

  it.each([
    'please do not sync all',
    'do not block everything',
    'should I block Contoso',
    'did you sync Contoso',
    'show sync all',
    '"sync" Contoso',
    '- sync all',
    '1. sync all',
    '> sync all',
    '@all sync all',
    'no sync all',
    'nicht sync all',
    'I said: sync all',
    'Contoso sync',
  ])('that acts is not in %j', (line) => {
    expect(read(line)).toMatch(/^(?:names|unknown)$/)
  })

  it('that acts is found only where the line begins with it, whatever is typed', () => {
    const text = fc.string({ minLength: 1, unit: 'grapheme' }).map(plainLine)
    fc.assert(
      fc.property(text, fc.constantFrom('sync', 'block', 'add tenant'), (line, word) => {
        expect(read(`x${word} ${line}`)[0]).not.toBe(word)
        expect(read(`x ${word} ${line}`)[0]).not.toBe(word)
        expect(read(`${word} x ${line}`)[0]).toBe(word)
      }),
    )
  })
})

describe('the lines that were probably meant', () => {
  const lines = (line: string) => {
    const found = recognizeCommand(line, commands)
    return found.kind === 'unknown' ? found.lines : []
  }
  it.each([
    ['stauts Contoso', 'status Contoso'],
    ['tenant', 'tenants'],
    ['unblok Contoso', 'unblock Contoso'],
    ['ad tenant contoso.com', 'add tenant contoso.com'],
    ['Contoso sync', 'sync Contoso'],
  ])('of %j begin with %j', (line, nearest) => {
    expect(lines(line)[0]).toBe(nearest)
  })

  it('are never doubled, and none where nothing is near', () => {
    expect(lines('gibberish in my pocket')).toEqual([])
    expect(lines('do not sync all')).toEqual([])
    for (const line of ['sync', 'blok', 'unblok', 'stat', 'requ'].map((word) => `${word}x`))
      expect(new Set(lines(line)).size).toBe(lines(line).length)
  })
})

describe('the number of slips', () => {
  it('counts one for a letter more, less, other or swapped', () => {
    for (const slip of ['syncc', 'syn', 'sinc', 'snyc']) expect(distanceBetween(slip, 'sync')).toBe(1)
    expect(distanceBetween('sync', 'sync')).toBe(0)
    expect(distanceBetween('', 'sync')).toBe(4)
  })

  it('is a distance', () => {
    const short = fc.string({ maxLength: 8 })
    fc.assert(
      fc.property(short, short, (a, b) => {
        expect(distanceBetween(a, b)).toBe(distanceBetween(b, a))
        expect(distanceBetween(a, b) === 0).toBe(a === b)
        expect(distanceBetween(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length))
      }),
    )
  })
})
