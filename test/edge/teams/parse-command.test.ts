import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { distanceBetween, nearestCommands, parseCommand } from '#edge/teams/turns/parse-command.ts'
import { plainLine } from '#platform/text/fold-text.ts'

const words = [
  'help',
  'tenants',
  'status',
  'sync',
  'sync all',
  'add tenant',
  'remove tenant',
  'block',
  'unblock',
]
const parse = (line: string) => parseCommand(line, words)

describe('a command line', () => {
  it.each([
    ['status Contoso', 'status', 'Contoso'],
    ['STATUS Contoso Ltd', 'status', 'Contoso Ltd'],
    ['help', 'help', ''],
    ['Add Tenant contoso.com', 'add tenant', 'contoso.com'],
    ['status "A, B in C"', 'status', '"A, B in C"'],
  ])('%j is %s', (line, word, args) => {
    expect(parse(line)).toEqual({ word, args })
  })

  it('is the longest command that it begins with', () => {
    expect(parse('sync all')).toEqual({ word: 'sync all', args: '' })
    expect(parse('sync allied')).toEqual({ word: 'sync', args: 'allied' })
  })

  it.each([
    'please do not sync all',
    'do not block everything',
    'statuses',
    'syncall',
    'helpme',
    'add  tenants',
    '"status" Contoso',
    'status,Contoso',
  ])('%j is none', (line) => {
    expect(parse(line)).toMatchObject({ word: undefined, typed: line })
  })

  it('is found only where a command begins it, whatever is typed', () => {
    const unknown = fc
      .string({ minLength: 1, unit: 'grapheme' })
      .map(plainLine)
      .filter((line) => line !== '')
    fc.assert(
      fc.property(unknown, fc.constantFrom(...words), (line, word) => {
        const parsed = parse(line)
        if (parsed.word !== undefined)
          expect(`${line} `.toLowerCase().startsWith(`${parsed.word} `)).toBe(true)
        expect(parse(`x${word} ${line}`).word).toBeUndefined()
        expect(parse(`x ${word} ${line}`).word).toBeUndefined()
        expect(parse(`${word} ${line}`).word?.startsWith(word)).toBe(true)
      }),
    )
  })

  it.each(['', 'hi', 'Hello!', 'hey there'])('%j asks for nothing', (line) => {
    expect(parse(line)).toEqual({ word: undefined, typed: '' })
  })
})

describe('the nearest commands', () => {
  it.each([
    ['stauts Contoso', 'status Contoso'],
    ['tenant', 'tenants'],
    ['unblok Contoso', 'unblock Contoso'],
    ['ad tenant contoso.com', 'add tenant contoso.com'],
  ])('of %j begin with %j', (line, nearest) => {
    expect(nearestCommands(line, words)[0]).toBe(nearest)
  })

  it('are three, without the rest of a line that meant something else', () => {
    const nearest = nearestCommands('gibberish in my pocket', words)
    expect(nearest).toHaveLength(3)
    expect(nearest.filter((line) => !words.includes(line))).toEqual([])
  })

  it('are found quickly in the longest line', () => {
    const line = 'x'.repeat(4_000)
    expect(nearestCommands(line, words)).toHaveLength(3)
  })

  it('counts one slip for a letter more, less, other or swapped', () => {
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
