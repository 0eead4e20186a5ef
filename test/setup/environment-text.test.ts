import { parseEnv } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readEnvironmentFile } from '#platform/config/environment-file.ts'
import { quoteValue, readMarks, setVariables, unsetVariables } from '../../scripts/setup/environment-text.ts'
import { runs } from '../support/runs.ts'

const values = { BOT_ID: 'b0000000-0000-4000-8000-000000000001', PUBLIC_URL: 'https://grants.example.com' }

describe('.env', () => {
  it('gets values in their own places, and keeps comments, order, and unknown lines', () => {
    const before = '# Client ID.\nBOT_ID=\n\nexport MINE="two\nlines"\n# Address.\nPUBLIC_URL=\n'
    const after = setVariables(before, values, 'Grantkeeper')
    expect(after).toMatch(
      /^# Client ID\.\nBOT_ID=b0+-\S+\n\nexport MINE="two\nlines"\n# Address\.\nPUBLIC_URL=https:\/\/grants/,
    )
    expect(parseEnv(after)).toEqual({ ...values, MINE: 'two\nlines' })
  })

  it('gets what it has no line for at its end, before the marks', () => {
    const after = setVariables('MINE=1', values, 'Grantkeeper')
    expect(after.indexOf('BOT_ID=')).toBeLessThan(after.indexOf('# setup'))
    expect(parseEnv(after)).toEqual({ MINE: '1', ...values })
  })

  it('is the same after the same values', () => {
    const once = setVariables('A=1\n', values, 'Grantkeeper')
    expect(setVariables(once, values, 'Grantkeeper')).toBe(once)
    expect(readMarks(once).name).toBe('Grantkeeper')
  })

  it('loses only what setup wrote and nobody changed', () => {
    const before = 'BOT_ID=\nMINE=1\n'
    const written = setVariables(before, { ...values, SYNC_HOURS: '3' }, 'Grantkeeper')
    const { text, removed, kept } = unsetVariables(written.replace('SYNC_HOURS=3', 'SYNC_HOURS=4'))
    expect([removed, kept]).toEqual([['BOT_ID', 'PUBLIC_URL'], ['SYNC_HOURS']])
    expect(text).toBe('BOT_ID=\nMINE=1\nSYNC_HOURS=4\n')
  })

  it('keeps the line ends of Windows', () => {
    expect(setVariables('BOT_ID=\r\nMINE=1\r\n', values, 'G').replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  })

  it('refuses a value that no quotes can hold', () => {
    expect(() => quoteValue(`a'b"c\`d`)).toThrow('fits into one line')
    expect(() => quoteValue('a b\nc')).toThrow('fits into one line')
  })

  it('holds any value that fits, for the bot too, and gives it back', () => {
    const text = fc.string({ unit: fc.constantFrom(...'aZ9 #=\'"`$\\;é'), minLength: 1, maxLength: 12 })
    const fits = text.filter(
      (value) => value.trim() === value && !/['].*["].*|["].*[']/.test(value) && !value.includes('`'),
    )
    const others = fc.constantFrom('', 'X=1\n', '# c\nPUBLIC_URL=\n', 'PUBLIC_URL="old\nvalue"\nX=2\n')
    fc.assert(
      fc.property(fits, others, (value, before) => {
        const after = setVariables(before, { PUBLIC_URL: value }, 'Grantkeeper')
        expect(readEnvironmentFile('.env', () => after).PUBLIC_URL).toBe(value)
        const back = unsetVariables(after)
        expect(back.removed).toEqual(['PUBLIC_URL'])
        expect(parseEnv(back.text).PUBLIC_URL || undefined).toBeUndefined()
      }),
      runs(200),
    )
  })
})
