import { describe, expect, test } from 'vitest'
import { loadAuditKeys } from '#platform/config/audit-keys.ts'

const key = 'Nq4~r8.xZ2-kP7_wV5vB1nM9cL3jH6gF'
const old = 'base64+of/an+older/key0123456789abcdefghij=='

const fromVariable = (text: string) => loadAuditKeys({ AUDIT_KEY: text })
const fromFile = (text: string | Buffer) => loadAuditKeys({ AUDIT_KEY_FILE: 'keys' }, () => text.toString())

describe.each([
  ['the variable', fromVariable],
  ['the file', fromFile],
])('keys of the history in %s', (_name, read) => {
  test('are the current one and those before it', () => {
    expect(read(key)).toEqual([key])
    expect(read(`\uFEFF${key}\r\n${old}\n`)).toEqual([key, old])
    expect(read(`${key}, lost:0123456789ab`)).toEqual([key, 'lost:0123456789ab'])
  })

  test.each([
    ['a short one', 'hunter2'],
    ['a GUID', 'a0000000-0000-4000-8000-000000000001'],
    ['an assignment', `AUDIT_KEY=${key}`],
    ['JSON', `{"key":"${key}"}`],
    ['quotes', `"${key}"`],
    ['a placeholder', '<32-or-more-random-characters-here>'],
    ['the same twice', `${key},${key}`],
    ['other letters', `ключ-ключ-ключ-ключ-ключ-ключ-ключ`],
    ['UTF-16', Buffer.from(key, 'utf16le').toString()],
    ['a lost one alone', 'lost:0123456789ab'],
  ])('are refused: %s, without quoting it', (_what, text) => {
    expect(() => read(text)).toThrow(/AUDIT_KEY(_FILE)?: /)
    expect(() => read(text)).not.toThrow(text)
  })
})

test('keys of the history are in one place only, and a file that cannot be read is no missing key', () => {
  expect(loadAuditKeys({})).toEqual([])
  expect(() => loadAuditKeys({ AUDIT_KEY: key, AUDIT_KEY_FILE: 'keys' }, () => key)).toThrow(/Keep one/)
  expect(() => loadAuditKeys({ AUDIT_KEY_FILE: '/nowhere/keys' })).toThrow(/can't be read/)
})
