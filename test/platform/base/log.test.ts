import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OutsideError, UserError } from '#platform/base/errors.ts'
import { makeLog } from '#platform/base/log.ts'
import { cleanFacts, cleanText } from '#platform/base/log-redaction.ts'
import { anySign } from '../../support/any-sign.ts'
import { makeTestClock } from '../../support/clocks.ts'

const jwt = `eyJ${'a'.repeat(30)}.${'b'.repeat(40)}.${'c'.repeat(40)}`
const pem = '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----'

function logged(facts: object, message = 'said', level: 'debug' | 'info' | 'silent' = 'debug') {
  const lines: string[] = []
  makeLog({ level, clock: makeTestClock(), destination: { write: (line) => void lines.push(line) } }).info(
    facts,
    message,
  )
  return lines
}
const lineOf = (facts: object, message?: string): Record<string, unknown> =>
  JSON.parse(logged(facts, message)[0] ?? '')

describe('a line of the log', () => {
  it('is one JSON object with level, time of the given clock and message', () => {
    expect(lineOf({ tenant: 'one', ms: 5 })).toEqual({
      level: 'info',
      time: '2026-03-01T08:00:00.000Z',
      tenant: 'one',
      ms: 5,
      msg: 'said',
    })
  })

  it('is not written below the level', () => {
    expect(logged({}, 'said', 'silent')).toEqual([])
  })

  it('stays one line whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: anySign }), fc.jsonValue(), (text, value) => {
        const [line = '', ...more] = logged({ value, text }, text)
        expect(more).toEqual([])
        // biome-ignore lint/suspicious/noControlCharactersInRegex: only the line feed may be left
        expect(line.trimEnd()).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/)
      }),
    )
  })
})

const secretTexts: [string, string][] = [
  ['a token', jwt],
  ['a header', `Bearer ${'x'.repeat(20)}`],
  ['a header of a user', 'Basic dXNlcjpwYXNz'],
  ['the address of a database', 'postgres://keeper:hunter2hunter2@db.example:5432/keeper'],
  ['a key', pem],
  ['a key that is cut', '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg'],
  ['a form', 'grant_type=client_credentials&client_secret=hunter2hunter2'],
  ['an assertion', 'client_assertion=abc.def.ghi'],
  ['a JSON answer', '{"access_token":"hunter2hunter2"}'],
  ['the way back', 'https://bot.example/consent/callback?code=hunter2hunter2&state=hunter2hunter2'],
  ['a consent link', `https://bot.example/consent/${'h'.repeat(43)}`],
  ['a packed form', 'state%3Dhunter2hunter2%26x'],
]

/** The parts that must never appear. */
const secretParts = /hunter2|MIIEvQ|aaaaaaaaaa|xxxxxxxxxx|hhhhhhhhhh|dXNlcjpwYXNz|abc\.def/

describe('what must not be written down', () => {
  it.each(secretTexts)('%s is hidden inside of a text', (_, secret) => {
    const kept = JSON.stringify(lineOf({ note: `before ${secret} after` }, `before ${secret} after`))
    expect(kept).not.toMatch(secretParts)
    expect(kept).toContain('before')
  })

  it.each(secretTexts)('%s is hidden where it stands alone', (_, secret) => {
    expect(cleanText(secret)).not.toMatch(secretParts)
  })

  it.each([
    'authorization',
    'Cookie',
    'set-cookie',
    'clientSecret',
    'client_secret',
    'accessToken',
    'privateKey',
    'state',
    'headers',
    'body',
  ])('is hidden under the name %s, at any depth', (key) => {
    expect(JSON.stringify(cleanFacts({ a: [{ [key]: 'hunter2' }] }))).not.toContain('hunter2')
  })

  it('is not in the way back to the callback itself', () => {
    expect(cleanText('GET /consent/callback')).toBe('GET /consent/callback')
  })
})

describe('an error', () => {
  it('of ours is kept with its facts', () => {
    const error = new OutsideError({
      service: 'graph',
      status: 429,
      code: 'TooManyRequests',
      retryAfterMs: 5,
    })
    expect(cleanFacts({ error }).error).toMatchObject({
      type: 'OutsideError',
      message: 'graph failed: 429 TooManyRequests',
      facts: { service: 'graph', status: 429 },
    })
    expect(cleanFacts({ error: new UserError('NO_ROLE') }).error).toMatchObject({ message: 'NO_ROLE' })
  })

  it('of the engine keeps its words', () => {
    expect(cleanFacts({ error: new TypeError('x is not a function') }).error).toMatchObject({
      type: 'TypeError',
      message: 'x is not a function',
    })
  })

  it('of somebody else keeps class, code and place, and none of its words', () => {
    class RestError extends Error {
      override name = 'RestError'
      code = 'ECONNRESET'
    }
    const { error } = cleanFacts({
      error: new RestError('the password is hunter2', { cause: new Error('hunter2') }),
    })
    expect(JSON.stringify(error)).not.toContain('hunter2')
    expect(error).toMatchObject({
      type: 'RestError',
      code: 'ECONNRESET',
      stack: expect.any(Array),
      cause: {},
    })
    expect((error as { stack: string[] }).stack[0]).toMatch(/^at .*log\.test\.ts/)
  })
})

describe('any facts', () => {
  it('are bounded in depth, width and length', () => {
    const loop: Record<string, unknown> = {
      list: Array.from({ length: 500 }, (_, n) => n),
      long: 'x'.repeat(100_000),
    }
    loop.self = loop
    const text = JSON.stringify(cleanFacts(loop))
    expect(text.length).toBeLessThan(30_000)
    expect(text).toContain('[deep]')
  })

  it('do not reach a prototype', () => {
    cleanFacts(JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'))
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  it('are taken, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.object({ withBigInt: true, withDate: true, withMap: true, withTypedArray: true }),
        (facts) => {
          expect(() => JSON.stringify(cleanFacts(facts))).not.toThrow()
        },
      ),
    )
  })
})
