import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asButtonLine, readButtonLine, readTyped } from '#edge/teams/turns/read-typed.ts'
import { anySign } from '../../support/any-sign.ts'
import { startThreadCpu } from '../../support/thread-cpu.ts'
import { makeActivity } from './activities.ts'

const lineOf = (text: string, change: Record<string, unknown> = {}): string | undefined =>
  readTyped(makeActivity({ text, ...change }), true)?.line

describe('the typed text', () => {
  it.each([
    ['<at>Grantkeeper</at> status Contoso', 'status Contoso'],
    ['<at>Grant<b>keeper</b></at>&nbsp;status Contoso', 'status Contoso'],
    ['  /status Contoso ', 'status Contoso'],
    ['/ status Contoso', 'status Contoso'],
    ['status\u00a0Contoso\r\n', 'status Contoso'],
    ['sta\u200btus Contoso', 'status Contoso'],
    ['status “Contoso Ltd”', 'status "Contoso Ltd"'],
    ['status R&amp;D', 'status R&D'],
    ['status &amp;lt;b', 'status &lt;b'],
    ['status &#8220;R&#x26;D&rdquo;', 'status "R&D"'],
    ['doctor https://x/?a=1&copy=2&amp;reg=3', 'doctor https://x/?a=1&copy=2&reg=3'],
    ['status \ud800', 'status \ufffd'],
    ['status <Contoso>', 'status <Contoso>'],
    ['status <b', 'status <b'],
    ['a < b and c > d', 'a < b and c > d'],
    ['status of <at>Bob</at>', 'status of Bob'],
    ['status <at>Grantkeeper</at> Contoso', 'status Contoso'],
    ['status Contoso ?!', 'status Contoso'],
    ['…', ''],
  ])('of %j is %j', (text, line) => {
    expect(lineOf(text)).toBe(line)
  })

  it('is one line of a limited length without blanks around it, whatever was sent', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2_000, unit: anySign }), (text) => {
        const line = lineOf(text.repeat(12)) ?? ''
        expect(line.length).toBeLessThanOrEqual(20_000)
        expect(line).not.toMatch(/[\r\n\t]|^ | $/)
        expect(line.isWellFormed()).toBe(true)
      }),
      { numRuns: 40 },
    )
  })

  it('comes back from a button as it was, whatever it was', () => {
    const pieces = fc.constantFrom(
      'status',
      ' ',
      '&lt;',
      '&amp;',
      '<at>',
      '</at>',
      '<p>',
      '<b',
      '"',
      "'",
      '/',
      '.',
      'é',
      '&',
      'x',
    )
    const text = fc.oneof(
      fc.array(pieces, { maxLength: 12 }).map((all) => all.join('')),
      fc.string({ unit: anySign }),
    )
    fc.assert(
      fc.property(text, (typed) => {
        const line = lineOf(typed) ?? ''
        expect(readButtonLine(asButtonLine(line), makeActivity()).line).toBe(line)
      }),
    )
  })
})

describe('what stands beside the text', () => {
  const html = (content: string) => ({ attachments: [{ contentType: 'text/html', content }] })
  it('is material, apart from the line', () => {
    const typed = readTyped(
      makeActivity({
        text: 'doctor Page',
        ...html(
          '<p>doctor <a href="https://x.example/?a=1&amp;b=2">Page</a></p><blockquote>other</blockquote>',
        ),
      }),
      true,
    )
    expect(typed).toEqual({
      line: 'doctor Page',
      addressed: 'doctor https://x.example/?a=1&b=2',
      material: 'https://x.example/?a=1&b=2\nother',
    })
  })

  it('of an address that is shown as it is adds nothing to the line', () => {
    const typed = readTyped(
      makeActivity({
        text: 'status contoso.com',
        ...html('<p>status <a href="http://contoso.com/">contoso.com</a></p>'),
      }),
      true,
    )
    expect(typed?.addressed).toBe('status contoso.com')
  })
})

const units = [
  '<a href="x">tttttttttttttttttttttttttttttu</a>',
  '<',
  '<a ',
  '<a "',
  '<a \'<a "',
  '<b>',
  '</x>',
  '<blockquote>',
  '<quoted ',
  '&amp;',
  '&#x200b;',
  '<a href="',
  '<a href="x">t</a>',
  '<at>',
  '<at>x</at>',
  '<!--',
  '“',
  ' in ',
  '.',
  '\u0301\u0316',
  ' \u200b',
]
it.each(units)('many %j cost no more than their length', (unit) => {
  const cost = (n: number): number => {
    const text = unit.repeat(Math.ceil(n / unit.length))
    const activity = makeActivity({
      text: `status ${text}`,
      attachments: [{ contentType: 'text/html', content: text }],
    })
    const times = Array.from({ length: 5 }, () => {
      const cpuMs = startThreadCpu()
      readTyped(activity, true)
      return cpuMs()
    })
    return Math.min(...times)
  }
  cost(4_000)
  const small = cost(4_000)
  expect(small).toBeLessThan(50)
  expect(cost(16_000)).toBeLessThan(10 * small + 25)
})
