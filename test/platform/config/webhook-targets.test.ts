import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkWebhookFilters } from '#platform/config/check-webhook-filters.ts'
import { ConfigError } from '#platform/config/problem.ts'
import { readConfig } from '#platform/config/read-config.ts'
import { readWebhookKeys, reloadWebhookKeys } from '#platform/config/webhook-keys.ts'
import { makeTestClock } from '../../support/clocks.ts'
import { complete } from '../../support/complete-environment.ts'
import { makeTestLog } from '../../support/logs.ts'
import { newWebhookKey } from '../../support/webhook-receiver.ts'

const key = newWebhookKey()
const target = { name: 'siem', url: 'https://siem.example.com/hooks', keyFile: 'siem.key' }

/** Reads a configuration with this file of targets and these other files. */
function read(written: unknown, files: Record<string, string> = {}, change: Record<string, string> = {}) {
  const content = typeof written === 'string' ? written : JSON.stringify(written)
  const all: Record<string, string> = {
    'siem.key': key,
    'other.key': newWebhookKey(),
    hooks: content,
    ...files,
  }
  return readConfig({ ...complete, WEBHOOKS_FILE: 'hooks', ...change }, (path) => {
    const text = all[path]
    if (text === undefined) throw Object.assign(new Error(path), { code: 'ENOENT' })
    return text
  }).webhooks
}

const local = {
  BOT_AUTH: 'off',
  PUBLIC_URL: 'http://127.0.0.1:3978',
  LOGIN_BASE_URL: 'http://127.0.0.1:4100',
  GRAPH_BASE_URL: 'http://127.0.0.1:4100',
}

test('a target is its name, address, and keys; without a file there is none', () => {
  expect(readConfig(complete).webhooks).toEqual([])
  expect(read({ targets: [{ ...target, events: ['access'], sets: ['directory-data'] }] })).toEqual([
    { ...target, keys: [key], events: ['access'], sets: ['directory-data'], allowPrivate: false },
  ])
  const inside = { ...target, url: 'https://10.0.0.7:8443/x?y=1', allowPrivate: true }
  expect(read({ targets: [inside] })[0]?.url).toBe('https://10.0.0.7:8443/x?y=1')
  expect(read({ targets: [{ ...inside, url: 'http://localhost:1/' }] }, {}, local)).toHaveLength(1)
})

test('every file that the documentation shows can be used as it is', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/webhooks.md'), 'utf8')
  const shown = [...page.matchAll(/```json\n([\s\S]+?)```/g)].flatMap(([, text = '']) =>
    text.includes('"targets"') ? [text] : [],
  )
  const keys = [...page.matchAll(/"keyFile": "([^"]+)"/g)].map(([, file = '']) => [file, newWebhookKey()])
  const [real = '', demo = ''] = shown
  expect(shown).toHaveLength(2)
  expect(read(real, Object.fromEntries(keys))).toHaveLength(2)
  expect(read(demo, Object.fromEntries(keys), local)).toHaveLength(1)
})

const other = { ...target, name: 'other', keyFile: 'other.key' }

describe('a wrong file says which target, what, and what to do, and quotes no key:', () => {
  test.each<[name: string, written: unknown, words: string | RegExp, files?: Record<string, string>]>([
    ['no JSON', '{targets:', "isn't JSON"],
    ['a list', [], "isn't a file of webhook targets"],
    ['no target', { targets: [] }, "isn't a file of webhook targets"],
    [
      'eleven targets',
      { targets: Array.from({ length: 11 }, () => target) },
      "isn't a file of webhook targets",
    ],
    ['an unknown field', { targets: [{ ...target, secret: key }] }, /Target 1: Unrecognized key: "secret"/],
    ['a field of another kind', { targets: [{ ...target, sets: 'directory-data' }] }, 'Target 1, sets'],
    ['an empty list', { targets: [{ ...target, events: [] }] }, 'Target 1, events'],
    ['no name', { targets: [other, { ...target, name: undefined }] }, 'Target 2, name'],
    ['a name with a space', { targets: [{ ...target, name: 'my SIEM' }] }, /Target 1, name: Use lower-case/],
    ['the same name', { targets: [target, { ...other, name: 'siem' }] }, 'siem is used twice'],
    ['no address', { targets: [{ ...target, url: 'siem' }] }, /Target siem, url: This isn't a URL/],
    ['another scheme', { targets: [{ ...target, url: 'ftp://siem.example.com' }] }, "isn't a URL"],
    ['no encryption', { targets: [{ ...target, url: 'http://siem.example.com/' }] }, "isn't encrypted"],
    [
      'a password',
      { targets: [{ ...target, url: 'https://me:hunter2@siem.example.com/' }] },
      'user name or password',
    ],
    ['a fragment', { targets: [{ ...target, url: 'https://siem.example.com/#x' }] }, 'fragment'],
    ['this machine', { targets: [{ ...target, url: 'https://localhost/' }] }, '"allowPrivate": true'],
    ['a private network', { targets: [{ ...target, url: 'https://10.0.0.7/' }] }, '"allowPrivate": true'],
    ['the same in disguise', { targets: [{ ...target, url: 'https://0xa000007/' }] }, '"allowPrivate": true'],
    ['IPv4 in IPv6', { targets: [{ ...target, url: 'https://[::ffff:8.8.8.8]/' }] }, '"allowPrivate": true'],
    [
      'metadata',
      { targets: [{ ...target, url: 'https://169.254.169.254/', allowPrivate: true }] },
      'No receiver',
    ],
    ['no key file', { targets: [{ ...target, keyFile: 'gone' }] }, /Target siem, keyFile: .*ENOENT/],
    ['an empty key file', { targets: [target] }, 'The file is empty', { 'siem.key': '\n' }],
    [
      'three keys',
      { targets: [target] },
      'has 3 keys',
      { 'siem.key': [key, newWebhookKey(), newWebhookKey()].join('\n') },
    ],
    ['a key twice', { targets: [target] }, 'twice', { 'siem.key': `${key}\n${key}` }],
    [
      'a key without its mark',
      { targets: [target] },
      "Key 1: This isn't a key",
      { 'siem.key': key.slice(6) },
    ],
    ['half a key', { targets: [target] }, "isn't a key", { 'siem.key': key.slice(0, -1) }],
    ['23 bytes', { targets: [target] }, 'has 23 bytes', { 'siem.key': newWebhookKey(23) }],
    ['65 bytes', { targets: [target] }, 'has 65 bytes', { 'siem.key': newWebhookKey(65) }],
    ['UTF-16', { targets: [target] }, 'UTF-8', { 'siem.key': Buffer.from(key, 'utf16le').toString() }],
    [
      'the same key for two',
      { targets: [target, other] },
      'siem and other have the same key',
      { 'other.key': key },
    ],
  ])('%s', (_name, written, words, files) => {
    const failure = expect(() => read(written, files))
    failure.toThrow(ConfigError)
    failure.toThrow(words)
    expect(() => read(written, files)).toThrow(/WEBHOOKS_FILE: /)
    expect(() => read(written, files)).not.toThrow(key.slice(8, 30))
    expect(() => read(written, files)).not.toThrow('hunter2')
  })
})

test('several mistakes are all said, and without authentication nothing leaves this machine', () => {
  const wrong = { targets: [{ ...target, url: 'http://siem.example.com/', keyFile: 'gone' }] }
  expect(() => read(wrong)).toThrow(/2 errors/)
  expect(() => read({ targets: [target] }, {}, local)).toThrow('With BOT_AUTH=off, only loopback')
})

test('a target that is limited to what there is not does not start', () => {
  const known = { events: ['access', 'status'], sets: ['directory-data'] }
  const targets = read({ targets: [{ ...target, events: ['acces'], sets: ['directory-data', 'x'] }] })
  expect(() => checkWebhookFilters(targets, known)).toThrow(
    /siem, events: There is no "acces"\. Use some of access, status\.\n.*siem, sets: There is no "x"/,
  )
  checkWebhookFilters(read({ targets: [{ ...target, events: ['access'] }] }), known)
})

test('keys are read again, seldom; a wrong file keeps the good ones and is logged once', () => {
  const files: Record<string, string> = { 'siem.key': key }
  const [clock, log] = [makeTestClock(), makeTestLog()]
  const [fresh] = [newWebhookKey()]
  const keys = reloadWebhookKeys(
    { name: 'siem', keyFile: 'siem.key', keys: [key] },
    { readFile: (path) => files[path] ?? '', clock, log },
  )
  files['siem.key'] = `${fresh}\r\n${key}`
  expect(keys()).toEqual([key])
  clock.forward(5_000)
  expect(keys()).toEqual([fresh, key])
  for (const wrong of ['', 'whsec_', '']) {
    files['siem.key'] = wrong
    clock.forward(5_000)
    expect(keys()).toEqual([fresh, key])
  }
  expect(log.lines.map(({ level }) => level)).toEqual(['warn', 'warn', 'warn'])
  clock.forward(5_000)
  keys()
  expect(log.lines).toHaveLength(3)
  expect(JSON.stringify(log.lines)).not.toContain(fresh.slice(6))
  expect(readWebhookKeys('k', () => `\ufeff${fresh}\n`)).toEqual({ keys: [fresh] })
})
